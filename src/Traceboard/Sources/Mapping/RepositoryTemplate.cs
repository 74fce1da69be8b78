using System.Text;

namespace Traceboard.Sources.Mapping;

/// <summary>
/// A repository with captures, such as <c>gitlab:{group}/{project}</c>, or with <c>*</c> for several, such as
/// <c>github:acme/*</c>. The host is written out, never captured: which host gets which token is the administrator's
/// decision alone.
/// </summary>
internal sealed class RepositoryTemplate
{
    private readonly string _host;
    private readonly string _path;
    private readonly bool _twoSegments;

    private RepositoryTemplate(GitHostOptions host, string path) =>
        (_host, _path, _twoSegments) = (host.Name, path, IsGitHub(host));

    /// <summary>Compiles a template.</summary>
    /// <exception cref="FormatException">The template is wrong; the message says how to mend it.</exception>
    public static RepositoryTemplate Parse(string text, IReadOnlyDictionary<string, bool> captures, IReadOnlyList<GitHostOptions> hosts)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1)
            throw new FormatException($"'{text}' is not host:path; write for example {(hosts.Count == 0 ? "github" : hosts[0].Name)}:acme/{{repo}}");

        var host = hosts.FirstOrDefault(host => string.Equals(host.Name, text[..colon], StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{text}' names the Git host '{text[..colon]}', which is not under Traceboard:GitHosts; there are: {string.Join(", ", hosts.Select(host => host.Name))}");
        var path = text[(colon + 1)..];
        CaptureTemplate.Check(path, captures);

        // Any word will do for the captures: here only the shape is looked at.
        var sample = CaptureTemplate.Fill(path, captures.Keys.ToDictionary(name => name, _ => "a", StringComparer.OrdinalIgnoreCase)).Replace('*', 'a');
        var several = captures.Any(capture => capture.Value && path.Contains($"{{{capture.Key}}}", StringComparison.OrdinalIgnoreCase));
        if (!RepositoryPath.IsSafe(several ? sample + "/a" : sample))
            throw new FormatException($"'{text}' gives no repository path; write owner/name, with letters, digits, '.', '-', '_' and captures");
        if (IsGitHub(host) && !several && sample.Count(c => c is '/') != 1)
            throw new FormatException($"'{text}' has more than owner/name, which is all that a GitHub repository has");
        return new RepositoryTemplate(host, path);
    }

    /// <summary>Whether the template allows several repositories, among which the image's own claims choose.</summary>
    public bool IsChoice => _path.Contains('*', StringComparison.Ordinal);

    /// <summary>The repository for what was captured, or null where that gives no safe path.</summary>
    public Repository? Expand(IReadOnlyDictionary<string, string> captures) =>
        Fill(captures) is { } path ? new Repository(_host, path) : null;

    /// <summary>The repositories to choose from for what was captured, or null where that gives no safe path.</summary>
    public RepositoryChoice? Choice(IReadOnlyDictionary<string, string> captures) =>
        Fill(captures) is { } path ? new RepositoryChoice(_host, path) : null;

    private string? Fill(IReadOnlyDictionary<string, string> captures)
    {
        var path = CaptureTemplate.Fill(_path, captures);
        return RepositoryPath.IsSafe(path.Replace('*', 'a')) && (!_twoSegments || path.Count(c => c is '/') == 1) ? path : null;
    }

    private static bool IsGitHub(GitHostOptions host) => string.Equals(host.Kind, "GitHub", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Text with <c>{name}</c> in it.</summary>
internal static class CaptureTemplate
{
    /// <summary>Refuses a text that cannot be filled in.</summary>
    /// <exception cref="FormatException">A brace is left over, or a capture is not in the pattern.</exception>
    public static void Check(string text, IReadOnlyDictionary<string, bool> captures)
    {
        for (var at = text.AsSpan().IndexOfAny('{', '}'); at >= 0;)
        {
            var close = text.IndexOf('}', at);
            if (text[at] is '}' || close < 0)
                throw new FormatException($"'{text}' has a brace without its other half");

            var name = text[(at + 1)..close];
            if (!captures.ContainsKey(name))
                throw new FormatException($"'{text}' uses {{{name}}}, which Image does not capture; it captures {(captures.Count == 0 ? "nothing" : string.Join(", ", captures.Keys.Select(key => $"{{{key}}}")))}");
            var next = text.AsSpan(close + 1).IndexOfAny('{', '}');
            at = next < 0 ? -1 : close + 1 + next;
        }
    }

    /// <summary>Fills in what was captured. The text was checked.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> captures)
    {
        var filled = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '{')
            {
                var close = text.IndexOf('}', at);
                filled.Append(captures[text[(at + 1)..close]]);
                at = close + 1;
                continue;
            }

            filled.Append(text[at++]);
        }

        return filled.ToString();
    }
}
