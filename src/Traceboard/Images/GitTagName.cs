using System.Text.RegularExpressions;

namespace Traceboard.Images;

/// <summary>Decides whether a fixed tag may be the name of a Git tag.</summary>
internal static class GitTagName
{
    // 16, v2 and 1.2 follow the newest release of their line wherever releases are 1.2.3, while a Git tag 1.2 stays where it is.
    private static readonly Regex Line = new(@"^v?[0-9]{1,3}(\.[0-9]{1,5})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// The name under which to look for a Git tag, or null: what moves, what names a digest, and what could be a SHA itself
    /// is not looked for, because a branch or Git tag that happens to look like hex is not a SHA.
    /// </summary>
    public static string? Of(ImageReference reference, TagReading reading)
    {
        if (reference.Tag is not { } tag || reading.Kind is TagKind.Moving || reading.Candidates.Any(candidate => !candidate.Doubtful))
            return null;

        var lowered = tag.ToLowerInvariant();
        var name = tag[..DirtyTree.Strip(lowered).Length];
        var readsAsSha = name.Length >= 6 && name.All(char.IsAsciiHexDigit) && !Doubt.IsDate(name);
        return readsAsSha || Line.IsMatch(name) || MovingTags.Explain(lowered) is not null || FixedTags.NamesDigest(lowered) || !IsRefName(name) ? null : name;
    }

    private static bool IsRefName(string name) =>
        char.IsAsciiLetterOrDigit(name[0]) && name[^1] is not '.' && !name.Contains("..", StringComparison.Ordinal) && !name.EndsWith(".lock", StringComparison.Ordinal);
}
