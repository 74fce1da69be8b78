using System.Collections;

namespace Traceboard.Images.Conventions;

/// <summary>
/// A pattern such as <c>*-{sha}</c>: <c>*</c> is any text, <c>{sha}</c> is 7 to 40 (or 64) hex digits and <c>{sha:6}</c>
/// lowers the least length to 6; everything else stands for itself, in either case. A hyphen next to a <c>*</c> also stands
/// for a dot or an underscore. Next to a <c>*</c>, a run of hex digits is taken whole or not at all.
/// </summary>
internal sealed class TagPattern : ITagConvention
{
    private readonly string _left;
    private readonly string _right;
    private readonly int _leastLength;

    private TagPattern(string name, string left, string right, int leastLength) =>
        (Name, _left, _right, _leastLength) = (name, left.ToLowerInvariant(), right.ToLowerInvariant(), leastLength);

    public string Name { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">The pattern is wrong; the message says how to mend it.</exception>
    public static TagPattern Parse(string pattern)
    {
        if (pattern.Length is 0 or > ImageReferenceGrammar.LongestTag)
            throw new FormatException($"a tag pattern has 1 to {ImageReferenceGrammar.LongestTag} characters");

        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = pattern.IndexOf('}', StringComparison.Ordinal);
        if (open < 0 || close < open || pattern.LastIndexOf('{') != open || pattern.LastIndexOf('}') != close)
            throw new FormatException($"'{pattern}' needs exactly one {{sha}}, as in '*-{{sha}}'");

        var left = pattern[..open];
        var right = pattern[(close + 1)..];
        if ((left + right).FirstOrDefault(c => c is not ('*' or '-' or '.' or '_') && !char.IsAsciiLetterOrDigit(c)) is var odd and not '\0')
            throw new FormatException($"'{pattern}' has the character '{odd}', which no tag can have; letters, digits, '-', '.', '_', '*' and one {{sha}} are allowed");

        return new TagPattern(pattern, left, right, LeastLength(pattern, pattern[(open + 1)..close]));
    }

    public IEnumerable<Range> Find(string tag)
    {
        var leftFits = new BitArray(tag.Length + 1);
        MarkPrefixes(tag, leftFits);
        for (var start = 0; start < tag.Length; start++)
        {
            if (leftFits[start] && LongestFrom(tag, start) is > 0 and var length)
                yield return start..(start + length);
        }
    }

    private static int LeastLength(string pattern, string capture)
    {
        if (capture is "sha")
            return Candidate.LeastLength;
        if (capture.StartsWith("sha:", StringComparison.Ordinal) && int.TryParse(capture.AsSpan(4), System.Globalization.NumberStyles.None, null, out var least) && least is >= 6 and <= 40)
            return least;
        throw new FormatException($"'{pattern}' has {{{capture}}}; write {{sha}}, or {{sha:6}} to {{sha:40}} for another least length");
    }

    /// <summary>The longest SHA at this place after which the rest of the tag fits, or 0.</summary>
    private int LongestFrom(string tag, int start)
    {
        var run = start;
        while (run < tag.Length && char.IsAsciiHexDigit(tag[run]))
            run++;
        if (_left.EndsWith('*') && start > 0 && char.IsAsciiHexDigit(tag[start - 1]))
            return 0;

        var shortest = _right.StartsWith('*') ? run - start : _leastLength;
        for (var length = run - start; length >= shortest; length--)
        {
            if (Candidate.IsLength(length, _leastLength) && !IsPartOfVersion(tag, start, start + length) && Fits(_right, tag.AsSpan(start + length)))
                return length;
        }

        return 0;
    }

    /// <summary>Marks each length of the tag's beginning that fits the pattern's left side.</summary>
    private void MarkPrefixes(string tag, BitArray fits)
    {
        // One row of the usual glob table for each character of the pattern.
        fits[0] = true;
        for (var p = 0; p < _left.Length; p++)
        {
            if (_left[p] == '*')
            {
                for (var i = 1; i <= tag.Length; i++)
                    fits[i] |= fits[i - 1];
                continue;
            }

            for (var i = tag.Length; i > 0; i--)
                fits[i] = fits[i - 1] && Same(_left, p, tag[i - 1]);
            fits[0] = false;
        }
    }

    private static bool Fits(string glob, ReadOnlySpan<char> text)
    {
        int g = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (g < glob.Length && glob[g] == '*')
                (star, resume) = (g++, t);
            else if (g < glob.Length && Same(glob, g, text[t]))
                (g, t) = (g + 1, t + 1);
            else if (star >= 0)
                (g, t) = (star + 1, ++resume);
            else
                return false;
        }

        return glob.AsSpan(g).TrimStart('*').IsEmpty;
    }

    private static bool Same(string pattern, int at, char actual) =>
        pattern[at] == actual || (actual is '.' or '_' && IsLooseSeparator(pattern, at));

    private static bool IsLooseSeparator(string pattern, int at) =>
        pattern[at] == '-' && ((at > 0 && pattern[at - 1] == '*') || (at + 1 < pattern.Length && pattern[at + 1] == '*'));

    /// <summary>
    /// Whether these are digits between the dots of a version: <c>1.20240131.0</c> is not split. A dot that the pattern
    /// itself writes is meant, so only the loose separators are looked at.
    /// </summary>
    private bool IsPartOfVersion(string tag, int start, int end)
    {
        if (tag.AsSpan(start, end - start).ContainsAnyExceptInRange('0', '9'))
            return false;

        var before = start > 1 && tag[start - 1] == '.' && !_left.EndsWith('.') && IsNumber(tag[..(start - 1)].Split('.', '-', '_')[^1]);
        var after = end + 1 < tag.Length && tag[end] == '.' && !_right.StartsWith('.') && IsNumber(tag[(end + 1)..].Split('.', '-', '_')[0]);
        return before || after;
    }

    private static bool IsNumber(string segment) =>
        segment.AsSpan().TrimStart('v') is { IsEmpty: false } digits && !digits.ContainsAnyExceptInRange('0', '9');
}
