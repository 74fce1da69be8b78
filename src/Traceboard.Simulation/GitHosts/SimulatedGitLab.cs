using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.GitHosts;

/// <summary>GitLab's REST v4 under <c>/api/v4</c>, over simulated repositories in groups and subgroups.</summary>
internal sealed class SimulatedGitLab : IAsyncDisposable
{
    private readonly List<GitRepository> _repositories = [];
    private LoopbackServer? _server;

    private SimulatedGitLab(SimulatedHostOptions options) => Token = options.Token;

    public string Token { get; }

    public Uri Address => _server?.Address ?? throw new InvalidOperationException("The host is not started.");

    public RequestLog Requests { get; } = new();

    public HostFaults Faults { get; } = new();

    public static async Task<SimulatedGitLab> StartAsync(SimulatedHostOptions options, IEnumerable<GitRepository> repositories, CancellationToken cancellationToken)
    {
        var host = new SimulatedGitLab(options);
        host._repositories.AddRange(repositories);
        var rest = new GitLabRest(host.Find, () => host.Address);
        var gate = new HostGate(options, HostWords.GitLab, host.Requests, host.Faults, TokenOf, context => Task.FromResult(rest.Answer(context)));
        host._server = await LoopbackServer.StartAsync(gate.AnswerAsync, certificate: null, cancellationToken);
        return host;
    }

    /// <summary>The repository of a path or a number.</summary>
    public GitRepository? Find(string key) => _repositories.Find(repository =>
        string.Equals(repository.Path, key, StringComparison.OrdinalIgnoreCase) || $"{repository.Id}" == key);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? TokenOf(HttpContext context)
    {
        if (context.Request.Headers.TryGetValue("PRIVATE-TOKEN", out var direct))
            return direct;
        var parts = context.Request.Headers.Authorization.ToString().Split(' ', 2);
        return parts.Length == 2 && string.Equals(parts[0], "Bearer", StringComparison.OrdinalIgnoreCase) ? parts[1] : null;
    }
}
