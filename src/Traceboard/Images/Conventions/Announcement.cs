namespace Traceboard.Images.Conventions;

/// <summary>The words by which a tag says that what follows is a commit's SHA.</summary>
internal static class Announcement
{
    private static readonly string[] Words = ["sha1", "sha", "git", "commit", "rev", "revision", "gitsha", "githash"];

    // Longer words first, and none that could begin the digits itself.
    private static readonly string[] Joinable = ["commit", "sha", "git", "rev"];

    /// <summary>The word that a token begins with, or null.</summary>
    public static string? WordBefore(string token) => Array.Find(Joinable, word => token.StartsWith(word, StringComparison.Ordinal));

    /// <summary>Whether such a word, or git describe's <c>g</c>, ends the text right before the digits.</summary>
    public static bool Ends(string before)
    {
        if (before.EndsWith('g'))
            return before.Length == 1 || before[^2] is '-' or '.' or '_';
        if (before.Length > 0 && before[^1] is not ('-' or '.' or '_'))
            return Joinable.Contains(before.Split('-', '.', '_')[^1], StringComparer.Ordinal);
        return Words.Contains(before.TrimEnd('-', '.', '_').Split('-', '.', '_')[^1], StringComparer.Ordinal);
    }
}
