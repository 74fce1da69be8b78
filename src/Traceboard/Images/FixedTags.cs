using System.Text.RegularExpressions;
using Traceboard.Images.Conventions;

namespace Traceboard.Images;

/// <summary>What a fixed tag holds instead of a commit SHA.</summary>
internal static class FixedTags
{
    private static readonly Regex Date = new(@"^v?20[0-3][0-9][-._]?[01][0-9][-._]?[0-3][0-9]([-._t]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
    private static readonly Regex DigestName = new(@"(^|[-._])(sha256|sha512|md5)[-._][0-9a-f]+([-._]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
    private static readonly Regex Version = new(@"^([a-z]+[-_])*v?[0-9]+([-._]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);

    /// <summary>What the tag reads as, or null. The tag is in lower case.</summary>
    public static string? Explain(string tag)
    {
        if (NamesDigest(tag))
            return "names the digest of an image, not a commit";
        if (Date.IsMatch(tag))
            return "reads as a date";
        if (!tag.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return "reads as a number";
        if (tag.Split('-', '.', '_').FirstOrDefault(IsShortHex) is { } hex)
            return $"{hex} may be a SHA of 6 digits; then add the pattern {PatternFor(tag, hex)} to Traceboard:Tags";
        return Version.IsMatch(tag) ? "reads as a version" : null;
    }

    /// <summary>Whether the tag is made of a digest's algorithm and digits. The tag is in lower case.</summary>
    public static bool NamesDigest(string tag) => DigestName.IsMatch(tag);

    /// <summary>Whether a digest's algorithm stands right before: signatures of images are tagged <c>sha256-….sig</c>.</summary>
    public static bool IsDigestOfImage(string tag, int start) =>
        tag.AsSpan(0, start).TrimEnd("-._") is var before && (before.EndsWith("sha256") || before.EndsWith("sha512") || before.EndsWith("md5"));

    private static string PatternFor(string tag, string hex) =>
        (tag.StartsWith(hex, StringComparison.Ordinal) ? "" : "*-") + "{sha:6}" + (tag.EndsWith(hex, StringComparison.Ordinal) ? "" : "-*");

    private static bool IsShortHex(string word) =>
        word.Length is 6 && word.AsSpan().IndexOfAnyExcept(Candidate.HexDigits) < 0 && word.Any(char.IsAsciiDigit) && word.Any(char.IsAsciiLetter);
}
