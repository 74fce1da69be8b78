using System.Globalization;
using System.Text;

namespace Traceboard.Sources.Http;

/// <summary>Text from outside made fit for one line: no control or direction characters, no half characters, a longest length.</summary>
internal static class PlainLine
{
    public const int LongestTitle = 512;
    public const int LongestName = 256;

    /// <summary>The first line of a commit message.</summary>
    public static string Title(string? message) =>
        Of(message?.TrimStart().Split('\n', 2)[0], LongestTitle) is { Length: > 0 } title ? title : "(no message)";

    public static string? Name(string? name) => Of(name, LongestName) is { Length: > 0 } plain ? plain : null;

    private static string Of(string? text, int longest)
    {
        if (text is null)
            return "";

        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            var plain = Plain(rune);
            if (line.Length + plain.Utf16SequenceLength > longest)
            {
                // The cut is visible; a pair of surrogates is not torn.
                line.Length -= char.IsLowSurrogate(line[^1]) ? 2 : 1;
                return line.Append('…').ToString();
            }

            if (plain.Value != 0)
                line.Append(plain);
        }

        return line.ToString().Trim();
    }

    private static Rune Plain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new Rune(' '),
        UnicodeCategory.Control => rune.Value is '\t' or '\r' or '\n' ? new Rune(' ') : default,
        UnicodeCategory.Format when rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C => default,
        _ => rune,
    };
}
