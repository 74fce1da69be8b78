using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>A mapping rule to paste for an image that no rule matches.</summary>
internal static class SuggestedRule
{
    public static string For(ImageReference reference, IReadOnlyList<GitHostOptions> hosts)
    {
        if (reference is { Registry: "docker.io" } && reference.Repository.StartsWith("library/", StringComparison.Ordinal))
            return """{ "Image": "docker.io/library/**", "External": true }""";

        var host = hosts.FirstOrDefault(host => Domain(reference.Registry) is { } domain && Uri.TryCreate(host.Url, UriKind.Absolute, out var url) && Domain(url.Host) == domain)
            ?? hosts[0];
        var groups = reference.Repository.Split('/')[..^1];
        var isGitLab = string.Equals(host.Kind, "GitLab", StringComparison.OrdinalIgnoreCase);
        var owner = groups.Length == 0 ? "owner" : isGitLab ? string.Join('/', groups) : groups[0];
        return $$"""{ "Image": "{{string.Join('/', [reference.Registry, .. groups, "{repo}"])}}", "Repository": "{{host.Name}}:{{owner}}/{repo}" }""";
    }

    /// <summary>The last two labels: registry.example.com most likely goes with gitlab.example.com.</summary>
    private static string? Domain(string host) =>
        host.Split(':')[0].Split('.') is { Length: >= 2 } labels ? string.Join('.', labels[^2..]).ToLowerInvariant() : null;
}
