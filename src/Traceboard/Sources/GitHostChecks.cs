namespace Traceboard.Sources;

/// <summary>Tries every configured Git host once, for <c>traceboard check</c>.</summary>
public sealed class GitHostChecks(GitHosts hosts)
{
    /// <summary>One for each host, in configuration order. What a host does is told in its line.</summary>
    public IReadOnlyList<Check> All =>
    [
        .. hosts.All.Select(host => new Check(
            $"Git host {host.Name}",
            "Check its Url under Traceboard:GitHosts, the DNS, and the proxy and network policy between here and there.",
            async cancellationToken => [await host.CheckAsync(cancellationToken)]) { Where = () => host.State.Url }),
    ];

    /// <summary>One line for each host, in configuration order. Never throws for what a host does.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(hosts.All.Select(host => host.CheckAsync(cancellationToken)));
}
