using System.Text.Json.Nodes;
using Traceboard.Simulation;
using Traceboard.Simulation.Kubernetes;
using Traceboard.Simulation.Kubernetes.Controllers;

namespace Traceboard.EndToEnd.Processes;

/// <summary>
/// A simulated cluster in which several teams deploy all the time, with the log of what they did in the words of the
/// rules of change. One team waits until its rollout is complete before it does the next thing, so the log is exact.
/// </summary>
internal sealed class DeployingCluster : IAsyncDisposable
{
    public const string Namespace = "shop";
    private const double Pace = 6;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Schedule _schedule = new(TimeProvider.System, Pace);
    private readonly TaskCompletionSource _atRest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-e2e-cluster-");
    private readonly ControlPlane _plane;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<Team> _teams = [];
    private readonly List<Team> _left = [];
    private volatile bool _isEnding;
    private Task _motion = Task.CompletedTask;

    private DeployingCluster(SimulatedCluster server, int seed)
    {
        Server = server;
        _random = new Random(seed);
        _plane = new ControlPlane(server.Store, _schedule, new Random(seed + 1), ["node-1", "node-2", "node-3"]);
    }

    public SimulatedCluster Server { get; }

    public string Kubeconfig { get; private set; } = "";

    /// <summary>What was done to each service, oldest first; also to those that are gone.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Log
    {
        get
        {
            lock (_gate)
                return _teams.Concat(_left).ToDictionary(team => team.Service, IReadOnlyList<string> (team) => [.. team.Log], StringComparer.Ordinal);
        }
    }

    public static async Task<DeployingCluster> StartAsync(int seed, int teams, CancellationToken cancellation)
    {
        var cluster = new DeployingCluster(await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Name = "busy", Seed = seed }, cancellation), seed);
        cluster.Kubeconfig = await cluster.Server.WriteKubeconfigAsync(cluster._directory.FullName, cancellation);
        for (var index = 0; index < teams; index++)
            cluster.Found();
        cluster._motion = Task.Run(() => cluster._schedule.RunAsync(cluster._stopping.Token), cancellation);
        return cluster;
    }

    /// <summary>Lets every team finish what it is at, and nothing begin.</summary>
    public async Task RestAsync(CancellationToken cancellation)
    {
        _isEnding = true;
        await Task.WhenAny(_atRest.Task, _motion).WaitAsync(TimeSpan.FromSeconds(90), cancellation);
        if (_motion.IsFaulted)
            await _motion;
    }

    /// <summary>What runs, as the board should tell it: service, image, digest, pods.</summary>
    public IReadOnlyList<string> Running() =>
    [
        .. Server.List("pods")
            .GroupBy(pod => (Service: (string)pod["metadata"]!["labels"]!["app"]!, Image: (string)pod["spec"]!["containers"]![0]!["image"]!, Digest: Digest(pod)))
            .Select(group => $"{group.Key.Service} {group.Key.Image} {group.Key.Digest} {group.Count()}")
            .Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _motion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Server.DisposeAsync();
        _stopping.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string Digest(JsonObject pod) => ((string)pod["status"]!["containerStatuses"]![0]!["imageID"]!).Split('@')[^1];

    private void Found()
    {
        var team = new Team($"service-{_teams.Count + _left.Count:00}", 1 + _random.Next(3));
        lock (_gate)
            _teams.Add(team);
        Later(0, () => Do(team, new Version(team.NextImage(), 1, 0), isNew: true));
    }

    private void Act(Team team)
    {
        if (_isEnding)
        {
            team.IsAtRest = true;
            if (_teams.TrueForAll(one => one.IsAtRest))
                _atRest.TrySetResult();
            return;
        }

        var now = team.Versions[^1];
        switch (_random.Next(100))
        {
            case < 45:
                Do(team, now with { Image = team.NextImage() });
                break;
            case < 60 when team.Versions.Exists(version => version.Image != now.Image):
                Do(team, team.Versions.FindLast(version => version.Image != now.Image)!);
                break;
            case < 75:
                Do(team, now with { Settings = team.NextSettings() });
                break;
            case < 90:
                Do(team, now with { Restarts = now.Restarts + 1 });
                break;
            default:
                Leave(team);
                break;
        }
    }

    private void Do(Team team, Version version, bool isNew = false)
    {
        _plane.Deploy(Definition(team, version));
        var change = isNew ? "First" : ChangeOf(team, version);
        team.Versions.Add(version);
        lock (_gate)
            team.Log.Add($"{change} {version.Image}");
        Later(0.5, () => WaitFor(team));
    }

    private void Leave(Team team)
    {
        _plane.Undeploy("Deployment", Namespace, team.Service);
        lock (_gate)
        {
            team.Log.Add("Removed");
            _teams.Remove(team);
            _left.Add(team);
        }

        Found();
    }

    private static string ChangeOf(Team team, Version version)
    {
        var before = team.Versions[^1];
        if (before.Image == version.Image)
            return before.Settings == version.Settings ? "Redeploy" : "ConfigChange";
        return team.Versions.Exists(earlier => earlier.Image == version.Image) ? "Rollback" : "Rollout";
    }

    private void WaitFor(Team team)
    {
        var pods = Server.Store.Snapshot(KubernetesResource.Pods).Objects.Values
            .Where(pod => pod.Name.StartsWith(team.Service + "-", StringComparison.Ordinal)).Select(pod => pod.ToNode()).ToList();
        var wanted = Definition(team, team.Versions[^1]);
        var hash = Manifests.TemplateHash(Manifests.Template(wanted));
        var isDone = pods.Count == wanted.Replicas && pods.TrueForAll(pod => (string?)pod["metadata"]!["labels"]![Manifests.TemplateHashLabel] == hash && PodStatus.IsReady(pod));

        // Kubernetes tells times in whole seconds: what happens within one is one.
        Later(isDone ? 1.1 + _random.NextDouble() : 0.3, isDone ? () => Act(team) : () => WaitFor(team));
    }

    private void Later(double seconds, Action happening) => _schedule.After(TimeSpan.FromSeconds(seconds) * Pace, happening);

    private static WorkloadDefinition Definition(Team team, Version version) => new()
    {
        Namespace = Namespace,
        Name = team.Service,
        Replicas = team.Replicas,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = team.Service },
        TemplateAnnotations = version.Restarts == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { [Manifests.RestartedAt] = $"{version.Restarts}" },
        Containers =
        [
            new("app", version.Image)
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SETTINGS"] = $"{version.Settings}" },
            },
        ],
    };

    private sealed record Version(string Image, int Settings, int Restarts);

    private sealed class Team(string service, int replicas)
    {
        private int _images;
        private int _settings = 1;

        public string Service => service;

        public int Replicas => replicas;

        public List<string> Log { get; } = [];

        public List<Version> Versions { get; } = [];

        public bool IsAtRest { get; set; }

        public string NextImage() => $"registry.example.com/acme/{service}:sha-{0xa000000 + ++_images:x7}";

        public int NextSettings() => ++_settings;
    }
}
