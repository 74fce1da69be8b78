using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>
/// Finds the SHA in a revision as tools write it: bare, short or full, behind a branch (<c>main/6dcb09b</c>,
/// <c>main@sha1:6dcb09b</c>), described (<c>v1.2.3-14-gabc1234</c>), or with <c>-dirty</c> behind it.
/// </summary>
internal static class RevisionText
{
    private const int LongestText = 256;
    private const int LeastLength = 7;

    /// <summary>The SHA or its beginning, in lower case, or null where there is none: then it is the name of a branch or a tag.</summary>
    public static string? ShaIn(string? text)
    {
        if (text is null or { Length: > LongestText })
            return null;

        var last = text.Trim().ToLowerInvariant().Split('/', '@', ':', ' ')[^1];
        last = DirtyTree.Strip(last);
        if (last.LastIndexOf("-g", StringComparison.Ordinal) is >= 0 and var described && IsSha(last[(described + 2)..]))
            return last[(described + 2)..];
        return IsSha(last) ? last : null;
    }

    private static bool IsSha(string text) => text.Length is (>= LeastLength and <= 40) or 64 && text.All(char.IsAsciiHexDigitLower);
}
