namespace Traceboard.Sources;

/// <summary>Tries every configured Git host once, for <c>traceboard check</c>.</summary>
public sealed class GitHostChecks(GitHosts hosts)
{
    /// <summary>One line for each host, in configuration order. Never throws for what a host does.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(hosts.All.Select(host => host.CheckAsync(cancellationToken)));
}
