namespace Traceboard.Images.Conventions;

/// <summary>The conventions that hold when the configuration names none.</summary>
internal static class TagConventions
{
    public static IReadOnlyList<string> DefaultPatterns { get; } = ["{sha}", "sha-{sha}", "*-g{sha}", "*-{sha}", "{sha}-*", "*-{sha}-*"];

    /// <summary>The configured patterns, or without any the default ones, <see cref="Described"/> and <see cref="Joined"/>.</summary>
    /// <exception cref="FormatException">A pattern is wrong.</exception>
    public static IReadOnlyList<ITagConvention> From(IEnumerable<string> patterns)
    {
        ITagConvention[] configured = [.. patterns.Select(TagPattern.Parse)];
        return configured.Length > 0 ? configured : [.. DefaultPatterns.Select(TagPattern.Parse), new Described(), new Joined()];
    }
}
