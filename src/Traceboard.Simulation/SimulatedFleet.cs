using System.Diagnostics.CodeAnalysis;
using Traceboard.Simulation.Fleet;
using Traceboard.Simulation.GitHosts;
using Traceboard.Simulation.Kubernetes;
using Traceboard.Simulation.Registry;

namespace Traceboard.Simulation;

/// <summary>
/// Acme's fleet: three clusters, a GitHub, a GitLab and a registry, served over HTTP on loopback ports, with weeks of history and
/// something deployed every few seconds.
/// </summary>
public sealed class SimulatedFleet : IAsyncDisposable
{
    private readonly List<FleetCluster> _clusters = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-demo-");
    private Task _motion = Task.CompletedTask;
    private RepositoryWorld? _world;
    private SimulatedGitHub? _gitHub;
    private SimulatedGitLab? _gitLab;
    private SimulatedRegistry? _registry;

    private SimulatedFleet(SimulationOptions options) => Schedule = new Schedule(options.TimeProvider, options.PaceMultiplier);

    /// <summary>Every key that Traceboard needs to watch this fleet.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; private set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The clusters: development, staging, production.</summary>
    public IReadOnlyList<SimulatedCluster> Clusters => [.. _clusters.Select(cluster => cluster.Server)];

    /// <summary>Completes when the motion has ended, with its error if it failed.</summary>
    [SuppressMessage("Usage", "VSTHRD003", Justification = "Runs on the thread pool and needs no context.")]
    public Task Motion => _motion;

    internal SimulatedGitHub GitHub => _gitHub ?? throw NotStarted();

    internal SimulatedGitLab GitLab => _gitLab ?? throw NotStarted();

    internal SimulatedRegistry Registry => _registry ?? throw NotStarted();

    internal RepositoryWorld World => _world ?? throw NotStarted();

    internal Schedule Schedule { get; }

    internal IReadOnlyList<FleetCluster> FleetClusters => _clusters;

    /// <summary>Starts all servers, writes the kubeconfigs, and lets the deployments begin.</summary>
    public static async Task<SimulatedFleet> StartAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.PaceMultiplier, nameof(options));
        var fleet = new SimulatedFleet(options);
        try
        {
            await fleet.BuildAsync(options, cancellationToken);
            if (options.Motion)
                fleet.Move(options);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Usage", "VSTHRD003", Justification = "Started by this very object, on the thread pool.")]
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _motion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var cluster in _clusters)
            await cluster.Server.DisposeAsync();
        if (_gitHub is not null)
            await _gitHub.DisposeAsync();
        if (_gitLab is not null)
            await _gitLab.DisposeAsync();
        if (_registry is not null)
            await _registry.DisposeAsync();
        _stopping.Dispose();
        if (_directory.Exists)
            _directory.Delete(recursive: true);
    }

    private async Task BuildAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        var now = options.TimeProvider.GetUtcNow();
        _world = new RepositoryWorld(options.Seed, now);
        var history = new ReleaseHistory(World, options.Seed, now);
        _registry = await SimulatedRegistry.StartAsync(cancellationToken);
        Registry.Door = RegistryDoor.Bearer;
        var images = new FleetImages(Registry.Store, World);
        var kubeconfigs = new List<string>();
        foreach (var (environment, (name, _)) in FleetConfiguration.Clusters.Index())
        {
            var server = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Name = name, Seed = options.Seed, TimeProvider = options.TimeProvider }, cancellationToken);
            var cluster = new FleetCluster(server, environment, Schedule, options.Seed, images.DigestOf);
            _clusters.Add(cluster);
            cluster.Fill(history, options.Seed, now);
            kubeconfigs.Add(await server.WriteKubeconfigAsync(_directory.FullName, cancellationToken));
        }

        _gitHub = await SimulatedGitHub.StartAsync(new SimulatedHostOptions { Limit = options.GitHostLimit, TimeProvider = options.TimeProvider }, World.On(gitLab: false), cancellationToken);
        _gitLab = await SimulatedGitLab.StartAsync(new SimulatedHostOptions { Limit = options.GitHostLimit, TimeProvider = options.TimeProvider, Window = TimeSpan.FromMinutes(1) }, World.On(gitLab: true), cancellationToken);
        Configuration = FleetConfiguration.Of(kubeconfigs, GitHub.Address, GitHub.Token, GitLab.Address, GitLab.Token, Registry.Address);
    }

    /// <summary>Plans the first happenings; they happen as the schedule runs.</summary>
    internal void BeginPipeline(int seed) => new Pipeline(World, _clusters, Schedule, Seeded.Random(seed, "pipeline")).Begin();

    private static InvalidOperationException NotStarted() => new("The fleet is not started.");

    private void Move(SimulationOptions options)
    {
        BeginPipeline(options.Seed);
        _motion = Task.Run(() => Schedule.RunAsync(_stopping.Token));
    }
}
