namespace Traceboard.Sources.Mapping;

/// <summary>
/// Repositories that a rule allows without naming one, such as <c>github:acme/*</c>: what an image claims may choose among
/// these and no others.
/// </summary>
/// <param name="Host">The Git host.</param>
/// <param name="Path">The path, with <c>*</c> for any text within a segment.</param>
internal sealed record RepositoryChoice(string Host, string Path)
{
    /// <summary>Whether the repository is one of them.</summary>
    public bool Allows(Repository repository) =>
        string.Equals(repository.Host, Host, StringComparison.OrdinalIgnoreCase)
        && RepositoryPath.IsSafe(repository.Path)
        && repository.Path.Split('/') is var segments
        && Path.Split('/') is var patterns
        && segments.Length == patterns.Length
        && segments.Zip(patterns).All(pair => Fits(pair.First, pair.Second));

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Path}";

    private static bool Fits(string text, string pattern)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
            return string.Equals(text, pattern, StringComparison.OrdinalIgnoreCase);
        if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
            return false;

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
                return false;
            at = found + part.Length;
        }

        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
