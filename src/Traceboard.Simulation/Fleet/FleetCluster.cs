using Traceboard.Simulation.Kubernetes;
using Traceboard.Simulation.Kubernetes.Controllers;

namespace Traceboard.Simulation.Fleet;

/// <summary>A cluster of the fleet with what was released into it.</summary>
internal sealed class FleetCluster
{
    private const int RememberedReleases = 12;
    private readonly int _environment;
    private readonly Func<string, string> _digestOf;
    private readonly Dictionary<string, int> _replicas = new(StringComparer.Ordinal);

    public FleetCluster(SimulatedCluster server, int environment, Schedule schedule, int seed, Func<string, string> digestOf)
    {
        (Server, _environment, _digestOf) = (server, environment, digestOf);
        Nodes = [.. Enumerable.Range(1, environment + 2).Select(number => $"{server.Name}-node-{number}")];
        Plane = new ControlPlane(server.Store, schedule, Seeded.Random(seed, "plane/" + server.Name), Nodes) { DigestOf = digestOf };
    }

    public SimulatedCluster Server { get; }

    public ControlPlane Plane { get; }

    public IReadOnlyList<string> Nodes { get; }

    /// <summary>The releases of each service, oldest first.</summary>
    public Dictionary<string, List<Release>> Releases { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether its newest release does not start, and nobody has come to it yet.</summary>
    public bool IsStuck(ServicePlan service) => SituationOf(service).Stuck is not null;

    public Release Current(ServicePlan service) => Releases[service.Name][^1];

    public void Release(ServicePlan service, Release release)
    {
        Remember(service, release);
        Plane.Deploy(release.Definition(service, ReplicasOf(service)));
    }

    /// <summary>Back to what ran before, where there was something.</summary>
    public void RollBack(ServicePlan service)
    {
        if (Plane.Undo(service.Namespace, service.Name) is not { } image)
            return;
        var before = Releases[service.Name].FindLast(release => release.Image == image && release != Current(service)) ?? new Release(image, null, Plane.Schedule.Now);
        Remember(service, before with { At = Plane.Schedule.Now });
    }

    public void Scale(ServicePlan service, int more)
    {
        _replicas[service.Name] = Math.Max(1, service.Replicas[_environment] + more);
        Plane.Scale(service.Kind, service.Namespace, service.Name, ReplicasOf(service));
    }

    public void Remove(ServicePlan service)
    {
        Releases.Remove(service.Name);
        Plane.Undeploy(service.Kind, service.Namespace, service.Name);
    }

    public void Fill(ReleaseHistory history, int seed, DateTimeOffset now)
    {
        var services = Catalogue.Services.Where(service => _environment == ReleaseHistory.Production || !service.OnlyInProduction).ToList();
        foreach (var group in services.GroupBy(service => service.Namespace, StringComparer.Ordinal))
        {
            var node = Manifests.Namespace(group.Key, new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = Catalogue.Teams[group.First().Team] });
            node["metadata"]!["creationTimestamp"] = KubernetesTime.Format(now.AddDays(-200));
            Server.Store.Apply(node);
        }

        var writer = new ClusterWriter(Server.Store, Seeded.Random(seed, "cluster/" + Server.Name), Nodes, now, _digestOf);
        foreach (var service in services)
        {
            var releases = history.Of(service, _environment).ToList();
            Releases.Add(service.Name, releases);
            var situation = SituationOf(service);
            if (situation.IsUnderWay)
                releases[^1] = releases[^1] with { At = now.AddMinutes(situation.Stuck is null ? -0.4 : -17) };
            if (situation.Stuck is { } reason)
                Plane.BrokenImages[releases[^1].Image] = reason;
            writer.Write(service, releases, service.Replicas[_environment], situation);
        }
    }

    private int ReplicasOf(ServicePlan service) => _replicas.GetValueOrDefault(service.Name, service.Replicas[_environment]);

    private void Remember(ServicePlan service, Release release)
    {
        if (!Releases.TryGetValue(service.Name, out var releases))
            Releases.Add(service.Name, releases = []);
        releases.Add(release);
        if (releases.Count > RememberedReleases)
            releases.RemoveAt(0);
    }

    private Situation SituationOf(ServicePlan service) => (service.Name, _environment) switch
    {
        ("fraud-scoring", ReleaseHistory.Staging) => new Situation { Stuck = "ImagePullBackOff" },
        ("recommendations", ReleaseHistory.Development) => new Situation { Stuck = "CrashLoopBackOff" },
        ("gateway", ReleaseHistory.Production) => new Situation { Rolled = 2 },
        ("sessions", ReleaseHistory.Production) => new Situation { Restarts = 7 },
        ("campaigns", ReleaseHistory.Development) => new Situation { Restarts = 2 },
        ("mailer" or "referrals", ReleaseHistory.Production) => new Situation { TwoDigests = true },
        _ => new Situation(),
    };
}
