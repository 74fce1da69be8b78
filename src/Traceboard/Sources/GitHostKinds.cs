using Traceboard.Sources.GitHub;
using Traceboard.Sources.GitLab;
using Traceboard.Sources.Http;

namespace Traceboard.Sources;

/// <summary>A kind of Git host: how it is found, paced and asked.</summary>
/// <param name="Name">Value of <c>Kind</c>.</param>
/// <param name="AddressOf">Its addresses, from name, configuration key and <c>Url</c>.</param>
/// <param name="MostPerMinute">Requests a minute that it stands however much budget it tells, or null.</param>
/// <param name="UnchangedIsFree">Whether the answer that something has not changed costs nothing of the budget.</param>
/// <param name="Create">The host over its pipeline.</param>
internal sealed record GitHostKind(
    string Name,
    Func<string, string, string, GitHostAddress> AddressOf,
    int? MostPerMinute,
    bool UnchangedIsFree,
    Func<GitHostAddress, GitHostCredential, HostGate, HttpMessageHandler, TimeProvider, IGitHost> Create);

/// <summary>The kinds there are. A new one is a folder and a line here.</summary>
internal static class GitHostKinds
{
    private static readonly GitHostKind[] All =
    [
        // Of the 900 points a minute that GitHub allows, a fifth is left to others.
        new("GitHub", GitHubAddress.Of, 720, UnchangedIsFree: true, (address, credential, gate, pipeline, time) => new GitHubHost(address, credential, gate, pipeline, time)),
        new("GitLab", GitLabAddress.Of, null, UnchangedIsFree: false, (address, credential, gate, pipeline, _) => new GitLabHost(address, credential, gate, GitLabAddress.Client(address, pipeline))),
    ];

    public static bool IsKnown(string name) => Find(name) is not null;

    public static GitHostKind? Find(string name) => Array.Find(All, kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));
}
