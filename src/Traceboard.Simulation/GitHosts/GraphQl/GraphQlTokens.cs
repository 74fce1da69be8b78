using System.Text;
using System.Text.Json;

namespace Traceboard.Simulation.GitHosts.GraphQl;

internal enum GraphQlTokenKind
{
    Name,
    Number,
    Text,
    Mark,
    End,
}

internal readonly record struct GraphQlToken(GraphQlTokenKind Kind, string Text, int At);

/// <summary>Cuts a document into names, numbers, strings and marks; commas, comments and white space say nothing.</summary>
internal static class GraphQlTokens
{
    public static IReadOnlyList<GraphQlToken> Read(string source)
    {
        var tokens = new List<GraphQlToken>();
        for (var at = 0; at < source.Length;)
        {
            var letter = source[at];
            if (char.IsWhiteSpace(letter) || letter is ',' or '\uFEFF')
            {
                at++;
                continue;
            }

            if (letter == '#')
            {
                at = End(source, at, one => one is not ('\n' or '\r'));
                continue;
            }

            var (token, next) = One(source, at);
            tokens.Add(token);
            at = next;
        }

        tokens.Add(new GraphQlToken(GraphQlTokenKind.End, "", source.Length));
        return tokens;
    }

    private static (GraphQlToken Token, int Next) One(string source, int at)
    {
        var letter = source[at];
        if (char.IsAsciiLetter(letter) || letter == '_')
            return Cut(source, GraphQlTokenKind.Name, at, End(source, at, one => char.IsAsciiLetterOrDigit(one) || one == '_'));
        if (char.IsAsciiDigit(letter) || letter == '-')
            return Cut(source, GraphQlTokenKind.Number, at, End(source, at + 1, one => char.IsAsciiDigit(one) || one is '.' or 'e' or 'E' or '+' or '-'));
        if (letter == '"')
            return Text(source, at);
        if (source.AsSpan(at).StartsWith("..."))
            return Cut(source, GraphQlTokenKind.Mark, at, at + 3);
        return "!$&()[]{}:=@|".Contains(letter, StringComparison.Ordinal)
            ? Cut(source, GraphQlTokenKind.Mark, at, at + 1)
            : throw new GraphQlRefusedException($"Parse error on \"{letter}\" at {at}");
    }

    private static (GraphQlToken Token, int Next) Text(string source, int at)
    {
        if (source.AsSpan(at).StartsWith("\"\"\""))
        {
            var end = source.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal);
            return end < 0
                ? throw new GraphQlRefusedException("Parse error: a block string does not end")
                : (new GraphQlToken(GraphQlTokenKind.Text, source[(at + 3)..end].Trim(), at), end + 3);
        }

        var raw = new StringBuilder("\"");
        for (var next = at + 1; next < source.Length; next++)
        {
            raw.Append(source[next]);
            if (source[next] == '\\' && next + 1 < source.Length)
                raw.Append(source[++next]);
            else if (source[next] == '"')
                return (new GraphQlToken(GraphQlTokenKind.Text, Unescape(raw.ToString()), at), next + 1);
        }

        throw new GraphQlRefusedException("Parse error: a string does not end");
    }

    private static string Unescape(string raw)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(raw) ?? "";
        }
        catch (JsonException)
        {
            throw new GraphQlRefusedException("Parse error: a string holds what a string may not hold");
        }
    }

    private static (GraphQlToken Token, int Next) Cut(string source, GraphQlTokenKind kind, int from, int to) =>
        (new GraphQlToken(kind, source[from..to], from), to);

    private static int End(string source, int at, Func<char, bool> belongs)
    {
        while (at < source.Length && belongs(source[at]))
            at++;
        return at;
    }
}
