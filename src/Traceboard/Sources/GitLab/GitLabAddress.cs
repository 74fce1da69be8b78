using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitLab;

/// <summary>Where GitLab's API is for a configured <c>Url</c>, also where GitLab lies below a path.</summary>
internal static class GitLabAddress
{
    public static GitHostAddress Of(string name, string key, string url) => new()
    {
        Name = name,
        Key = key,
        Kind = "GitLab",
        Web = GitHostAddress.WebOf(url),
        Api = new Uri(GitHostAddress.WebOf(url) + "/api/v4/"),
    };

    public static HttpClient Client(GitHostAddress address, HttpMessageHandler pipeline) => new(pipeline, disposeHandler: false)
    {
        BaseAddress = address.Api,
        // The pipeline times each request; waiting for a turn is not the host's fault.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
