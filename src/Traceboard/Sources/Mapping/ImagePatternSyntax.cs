namespace Traceboard.Sources.Mapping;

/// <summary>Turns the text of an image pattern into its parts, or says what is wrong with it.</summary>
internal static class ImagePatternSyntax
{
    private const int LongestPattern = 512;
    private const int MostWildcards = 16;

    /// <summary>The parts of a pattern, in order.</summary>
    /// <exception cref="FormatException">The pattern is wrong.</exception>
    public static IReadOnlyList<PatternPart> Parse(string pattern)
    {
        if (pattern.Length is 0 or > LongestPattern)
            throw new FormatException($"is empty or longer than {LongestPattern} characters; write a pattern such as registry.example.com/{{group}}/{{repo}}");

        var segments = pattern.Split('/');
        CheckRegistry(pattern, segments);
        List<PatternPart> parts = [];
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] is "**")
            {
                parts.Add(new PatternPart(i == 0 ? PartKind.Segments : PartKind.Rest));
                continue;
            }

            if (i > 0)
                parts.Add(new PatternPart(PartKind.Literal, "/"));
            parts.AddRange(ParseSegment(pattern, segments[i], isRegistry: i == 0));
        }

        if (parts.Where(part => part.Capture is not null).CountBy(part => part.Capture!, StringComparer.OrdinalIgnoreCase).FirstOrDefault(count => count.Value > 1).Key is { } twice)
            throw new FormatException($"'{pattern}' captures {{{twice}}} twice; give each capture its own name");
        if (parts.Count(part => part.Kind is not PartKind.Literal) > MostWildcards)
            throw new FormatException($"'{pattern}' has more than {MostWildcards} wildcards and captures");
        return parts;
    }

    /// <summary>Catches the patterns that can never match, because names are always written out in full.</summary>
    private static void CheckRegistry(string pattern, string[] segments)
    {
        if (segments.Contains(""))
            throw new FormatException($"'{pattern}' has an empty path segment; write the registry, a slash and the path, without a scheme");

        var registry = segments[0];
        if (!registry.AsSpan().ContainsAny(".:*{") && registry is not "localhost")
            throw new FormatException($"'{pattern}' does not start with a registry; for Docker Hub write docker.io/{(segments.Length == 1 ? "library/" : "")}{pattern}");
        if (segments.Length == 1 && registry is not "**")
            throw new FormatException($"'{pattern}' names a registry and no image; write {pattern}/** for all of its images");
        if (registry is "docker.io" or "index.docker.io" && segments.Length == 2 && !segments[1].Contains("**", StringComparison.Ordinal))
            throw new FormatException($"'{pattern}' matches nothing: Docker Hub's official images are docker.io/library/{segments[1]}");
    }

    private static IEnumerable<PatternPart> ParseSegment(string pattern, string segment, bool isRegistry)
    {
        if (isRegistry && segment is "index.docker.io")
            segment = "docker.io";

        PatternPart? last = null;
        for (var at = 0; at < segment.Length;)
        {
            var part = NextPart(pattern, segment, isRegistry, ref at);
            if (part.Kind is not PartKind.Literal && last is not null and not { Kind: PartKind.Literal })
                throw new FormatException($"'{pattern}' has two wildcards side by side in '{segment}'; put a separator between them");
            yield return last = part;
        }
    }

    private static PatternPart NextPart(string pattern, string segment, bool isRegistry, ref int at)
    {
        var from = at;
        if (segment[at] is '{')
        {
            var close = segment.IndexOf('}', at);
            if (close < 0)
                throw new FormatException($"'{pattern}' has a {{ without its }} in '{segment}'");
            at = close + 1;
            return Capture(pattern, segment, segment[(from + 1)..close]);
        }

        if (segment[at] is '*')
        {
            at++;
            return at < segment.Length && segment[at] is '*'
                ? throw new FormatException($"'{pattern}' has ** inside the segment '{segment}'; ** stands for whole segments, * for text within one")
                : new PatternPart(PartKind.WithinSegment);
        }

        while (at < segment.Length && segment[at] is not ('{' or '*'))
            at++;
        var literal = segment[from..at].ToLowerInvariant();
        return literal.FirstOrDefault(c => !IsAllowed(c, isRegistry)) switch
        {
            '\0' => new PatternPart(PartKind.Literal, literal),
            '}' => throw new FormatException($"'{pattern}' has a }} without its {{ in '{segment}'"),
            ':' or '@' => throw new FormatException($"'{pattern}' has a tag or digest; patterns match the name without either"),
            var odd => throw new FormatException($"'{pattern}' has the character '{odd}', which no image name can have"),
        };
    }

    private static bool IsAllowed(char c, bool isRegistry) =>
        char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' || (isRegistry && c is ':' or '[' or ']');

    private static PatternPart Capture(string pattern, string segment, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => c is '_' || char.IsAsciiLetterOrDigit(c)))
            throw new FormatException($"'{pattern}' has the capture {{{text}}}; a name is letters, digits and _, as in {{repo}}");
        if (colon < 0)
            return new PatternPart(PartKind.WithinSegment, Capture: name);
        if (text[colon..] is not ":**" || segment.Length != text.Length + 2)
            throw new FormatException($"'{pattern}' has the capture {{{text}}}; write {{{name}}} for a segment, or {{{name}:**}} between slashes for several");
        return new PatternPart(PartKind.Segments, Capture: name);
    }
}
