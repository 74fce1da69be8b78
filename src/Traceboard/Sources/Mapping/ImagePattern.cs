namespace Traceboard.Sources.Mapping;

/// <summary>
/// A pattern over registry and repository. <c>*</c> is any text within a path segment, <c>{name}</c> captures a segment or a
/// part of one (at least one character, as few as fit), <c>**</c> is any number of segments and <c>{name:**}</c> captures
/// one or more. Matching remembers where it failed, so its time is bounded by the lengths, whatever the pattern.
/// </summary>
internal sealed class ImagePattern
{
    private readonly IReadOnlyList<PatternPart> _parts;

    private ImagePattern(IReadOnlyList<PatternPart> parts) => _parts = parts;

    /// <summary>The captures by name; true where one may hold several segments.</summary>
    public IReadOnlyDictionary<string, bool> Captures => _parts
        .Where(part => part.Capture is not null)
        .ToDictionary(part => part.Capture!, part => part.Kind is PartKind.Segments, StringComparer.OrdinalIgnoreCase);

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">The pattern is wrong; the message says how to mend it.</exception>
    public static ImagePattern Parse(string pattern) => new(ImagePatternSyntax.Parse(pattern));

    /// <summary>The captures where the pattern fits the whole name, else null.</summary>
    public IReadOnlyDictionary<string, string>? Match(string name)
    {
        var attempt = new Attempt(_parts, name);
        if (!attempt.Fits(0, 0))
            return null;

        var captures = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var p = 0; p < _parts.Count; p++)
        {
            if (_parts[p].Capture is { } capture)
                captures[capture] = name[attempt.Taken[p]];
        }

        return captures;
    }

    private sealed class Attempt(IReadOnlyList<PatternPart> parts, string name)
    {
        private readonly bool[] _failed = new bool[parts.Count * (name.Length + 1)];

        public Range[] Taken { get; } = new Range[parts.Count];

        public bool Fits(int part, int at)
        {
            if (part == parts.Count)
                return at == name.Length;
            if (_failed[Cell(part, at)])
                return false;

            var last = at;
            foreach (var end in Ends(parts[part], at))
            {
                Taken[part] = at..end;
                if (Fits(part + 1, end))
                    return true;
                last = end;
            }

            RememberFailure(part, at, last);
            return false;
        }

        /// <summary>Whatever a wildcard could take from further right it has tried from here too, so it fails there as well.</summary>
        private void RememberFailure(int part, int at, int last)
        {
            _failed[Cell(part, at)] = true;
            if (parts[part].Kind is PartKind.WithinSegment or PartKind.Segments)
                _failed.AsSpan(Cell(part, at), last - at + 1).Fill(true);
        }

        private int Cell(int part, int at) => (part * (name.Length + 1)) + at;

        private IEnumerable<int> Ends(PatternPart part, int at) => part.Kind switch
        {
            PartKind.Literal => name.AsSpan(at).StartsWith(part.Text) ? [at + part.Text.Length] : [],
            PartKind.WithinSegment => WithinSegment(at, part.Capture is null ? 0 : 1),
            PartKind.Segments => SegmentEnds(at),
            _ => at < name.Length && name[at] == '/' ? SegmentEnds(at + 1).Prepend(at) : [at],
        };

        private IEnumerable<int> WithinSegment(int at, int least)
        {
            for (var end = at; end <= name.Length; end++)
            {
                if (end - at >= least)
                    yield return end;
                if (end < name.Length && name[end] == '/')
                    yield break;
            }
        }

        private IEnumerable<int> SegmentEnds(int at)
        {
            for (var end = at + 1; end <= name.Length; end++)
            {
                if (end == name.Length || name[end] == '/')
                    yield return end;
            }
        }
    }
}

/// <summary>A part of a pattern.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Text">The text of a literal.</param>
/// <param name="Capture">The name under which what it takes is known, or null.</param>
internal sealed record PatternPart(PartKind Kind, string Text = "", string? Capture = null);

internal enum PartKind
{
    /// <summary>Itself.</summary>
    Literal,

    /// <summary>Any text without a slash.</summary>
    WithinSegment,

    /// <summary>One or more whole segments.</summary>
    Segments,

    /// <summary>Nothing, or a slash and one or more whole segments.</summary>
    Rest,
}
