using System.Globalization;
using System.Text.RegularExpressions;

namespace Traceboard.Images;

/// <summary>
/// Templates that do not quote a tag turn a SHA such as 58467965 into the number 5.8467965e+07, which is then no valid tag.
/// The plus is always written, so nothing that could still be a tag is taken for mangled.
/// </summary>
internal static class ScientificNotation
{
    private static readonly Regex Number = new(@"^[0-9]+(\.[0-9]+)?e\+?[0-9]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether it reads as a number with an exponent; <c>1234e56</c> does, and may be a SHA all the same.</summary>
    public static bool IsNumber(string text) => Number.IsMatch(text);

    /// <summary>Why the text is no longer the SHA that it was, or null where it was not mangled.</summary>
    public static string? Explain(string text)
    {
        if (text.Length > 64 || !IsNumber(text) || !text.Contains('+', StringComparison.Ordinal))
            return null;

        var was = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 1 && decimal.IsInteger(value)
            ? $", probably {value.ToString("0", CultureInfo.InvariantCulture)}"
            : "";
        return $"mangled by scientific notation: YAML read the tag{was} as a number; quote it in the chart";
    }
}
