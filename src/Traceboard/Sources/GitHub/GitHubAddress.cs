using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>Where GitHub's APIs are for a configured <c>Url</c>: github.com, a tenant on ghe.com, or an own server.</summary>
internal static class GitHubAddress
{
    public static GitHostAddress Of(string name, string key, string url) => new()
    {
        Name = name,
        Key = key,
        Kind = "GitHub",
        Web = GitHostAddress.WebOf(url),
        Api = Api(new Uri(url)),
    };

    /// <summary>GraphQL lies beside REST: <c>/api/graphql</c> to <c>/api/v3/</c>, and at the root elsewhere.</summary>
    public static Uri GraphQl(GitHostAddress address) =>
        new(address.Api, address.Api.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? "../graphql" : "graphql");

    private static Uri Api(Uri url)
    {
        if (string.Equals(url.Host, "github.com", StringComparison.OrdinalIgnoreCase))
            return new Uri("https://api.github.com/");
        if (url.Host.EndsWith(".ghe.com", StringComparison.OrdinalIgnoreCase))
            return new Uri($"https://api.{url.Authority}/");
        return new Uri(GitHostAddress.WebOf(url.AbsoluteUri) + "/api/v3/");
    }
}
