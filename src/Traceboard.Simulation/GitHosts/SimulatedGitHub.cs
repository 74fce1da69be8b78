using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.GitHosts;

/// <summary>GitHub's REST v3 under <c>/api/v3</c> and GraphQL at <c>/api/graphql</c>, over simulated repositories.</summary>
internal sealed class SimulatedGitHub : IAsyncDisposable
{
    private readonly Dictionary<string, GitRepository> _repositories = new(StringComparer.OrdinalIgnoreCase);
    private LoopbackServer? _server;

    private SimulatedGitHub(SimulatedHostOptions options) => Token = options.Token;

    public string Token { get; }

    public Uri Address => _server?.Address ?? throw new InvalidOperationException("The host is not started.");

    public RequestLog Requests { get; } = new();

    public HostFaults Faults { get; } = new();

    public static async Task<SimulatedGitHub> StartAsync(SimulatedHostOptions options, IEnumerable<GitRepository> repositories, CancellationToken cancellationToken)
    {
        var host = new SimulatedGitHub(options);
        foreach (var repository in repositories)
            host._repositories.Add(repository.Path, repository);
        var rest = new GitHubRest(host.Find, () => host.Address);
        var graph = new GitHubGraph(host.Find, () => host.Address, options);
        var gate = new HostGate(options, HostWords.GitHub, host.Requests, host.Faults, TokenOf,
            context => context.Request.Path == "/api/graphql" ? graph.AnswerAsync(context) : Task.FromResult(rest.Answer(context.Request)));
        host._server = await LoopbackServer.StartAsync(gate.AnswerAsync, certificate: null, cancellationToken);
        return host;
    }

    public GitRepository? Find(string path) => _repositories.GetValueOrDefault(path);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? TokenOf(HttpContext context)
    {
        var parts = context.Request.Headers.Authorization.ToString().Split(' ', 2);
        return parts.Length == 2 && parts[0].ToLowerInvariant() is "bearer" or "token" ? parts[1] : null;
    }
}
