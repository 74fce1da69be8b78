namespace Traceboard.Sources.Tracing;

/// <summary>
/// Reads the address of a repository as labels write it, and only to compare it with the configured Git hosts: nobody
/// ever connects to it. Known forms: <c>https://host/path</c> with or without <c>.git</c>, also of a page within the
/// repository, <c>git@host:path.git</c>, <c>ssh://git@host:22/path</c>, <c>git+https://…</c> and <c>host/path</c>.
/// </summary>
internal static class SourceAddress
{
    private const int LongestText = 512;

    /// <summary>The repository on a configured Git host, or null where the text names none.</summary>
    public static Repository? Read(string? text, IReadOnlyList<GitHostOptions> hosts)
    {
        if (text is null or { Length: 0 or > LongestText } || text.Any(c => char.IsControl(c) || c is '\\' or '%' or ' '))
            return null;

        foreach (var host in hosts)
        {
            if (!Uri.TryCreate(host.Url, UriKind.Absolute, out var url) || PathOn(url, text) is not { } path)
                continue;
            var isGitHub = string.Equals(host.Kind, "GitHub", StringComparison.OrdinalIgnoreCase);
            if (Clean(path, isGitHub) is { } clean && Mapping.RepositoryPath.IsSafe(clean))
                return new Repository(host.Name, clean);
        }

        return null;
    }

    /// <summary>The path below the host's address, or null where the text is of another host.</summary>
    private static string? PathOn(Uri host, string text)
    {
        if (text.StartsWith("git+", StringComparison.OrdinalIgnoreCase) || text.StartsWith("scm:git:", StringComparison.OrdinalIgnoreCase))
            text = text[(text.IndexOf(text[0] is 'g' or 'G' ? '+' : ':', StringComparison.Ordinal) + 1)..].Replace("git:", "", StringComparison.OrdinalIgnoreCase);
        if (!text.Contains("://", StringComparison.Ordinal))
            text = ScpToUrl(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !string.Equals(url.IdnHost, host.IdnHost, StringComparison.OrdinalIgnoreCase))
            return null;

        var overSsh = url.Scheme is "ssh" or "git";
        if (!overSsh && (url.Scheme is not ("https" or "http") || url.Port != host.Port && !(url.IsDefaultPort && host.IsDefaultPort)))
            return null;

        var below = host.AbsolutePath.TrimEnd('/');
        var path = url.AbsolutePath;
        if (below.Length > 0 && path.StartsWith(below + "/", StringComparison.OrdinalIgnoreCase))
            return path[below.Length..];
        return below.Length == 0 || overSsh ? path : null;
    }

    /// <summary><c>git@host:path</c> and <c>host/path</c> as addresses.</summary>
    private static string ScpToUrl(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return at >= 0 && colon > at ? $"ssh://{text[(at + 1)..colon]}/{text[(colon + 1)..].TrimStart('/')}" : "https://" + text;
    }

    private static string? Clean(string path, bool isGitHub)
    {
        path = path.Trim('/');
        if (path.IndexOf("/-/", StringComparison.Ordinal) is > 0 and var page)
            path = path[..page];
        if (isGitHub && path.Split('/') is { Length: > 2 } segments)
        {
            if (segments[2] is not ("tree" or "blob" or "commit" or "commits" or "releases"))
                return null;
            path = $"{segments[0]}/{segments[1]}";
        }

        return path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
    }
}
