using System.Globalization;

namespace Traceboard.Images;

/// <summary>
/// What else a run of hex digits reads as. Some 4 % of all abbreviated SHAs have no letter at all, so such a candidate is
/// never dropped: only the Git host can tell.
/// </summary>
internal static class Doubt
{
    /// <summary>Ends a sentence that begins with the digits, such as "reads as a date"; null where nothing speaks against a SHA.</summary>
    public static string? About(string hex)
    {
        if (hex.Length is 64 or 32)
            return hex.Length == 64 ? "has the length of a content digest" : "has the length of an MD5 digest";
        if (!hex.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return AboutNumber(hex);
        if (!hex.AsSpan().ContainsAnyExceptInRange('a', 'f'))
            return "reads as a word";
        return ScientificNotation.IsNumber(hex) ? "reads as a number in scientific notation: quote it in YAML" : null;
    }

    /// <summary>Whether the digits are a date between 2000 and 2039, with or without a time.</summary>
    public static bool IsDate(string digits) => About(digits)?.StartsWith("reads as a date", StringComparison.Ordinal) ?? false;

    private static string AboutNumber(string digits) => digits.Length switch
    {
        8 when IsTime(digits, "yyyyMMdd") => "reads as a date",
        10 when IsTime(digits, "yyyyMMddHH") => "reads as a date with an hour",
        10 when digits[0] is '1' => "reads as a Unix time",
        12 when IsTime(digits, "yyyyMMddHHmm") => "reads as a date with a time",
        13 when digits[0] is '1' => "reads as a Unix time in milliseconds",
        14 when IsTime(digits, "yyyyMMddHHmmss") => "reads as a date with a time",
        _ => "reads as a number",
    };

    private static bool IsTime(string digits, string format) =>
        DateTime.TryParseExact(digits, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is >= 2000 and < 2040;
}
