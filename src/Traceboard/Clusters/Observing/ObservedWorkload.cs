using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>What makes two containers run the same build.</summary>
internal readonly record struct BuildKey(string Container, string Image, string? Digest, string? Template);

/// <summary>What is known of one workload. Guarded by <see cref="ObservedCluster"/>.</summary>
internal sealed class ObservedWorkload(Workload key)
{
    private readonly Dictionary<BuildKey, SeenBuild> _builds = [];

    public Workload Key { get; } = key;

    /// <summary>Its pods by UID, those that have ended too.</summary>
    public Dictionary<Guid, PodObject> Pods { get; } = [];

    /// <summary>The controller object itself, or null.</summary>
    public ControllerObject? Controller { get; set; }

    /// <summary>ReplicaSets that it owns, by UID.</summary>
    public Dictionary<Guid, ControllerObject> ReplicaSets { get; } = [];

    /// <summary>Was in a batch.</summary>
    public bool IsTold { get; set; }

    public bool Exists => Controller is not null || Pods.Count > 0 || ReplicaSets.Count > 0;

    /// <summary>Something ran that no batch has told of.</summary>
    public bool HasUntold => _builds.Values.Any(build => !build.IsTold);

    /// <summary>Pods of a Job end by design; those of other workloads only when they are thrown out.</summary>
    public bool IsJob => Key.Kind is "Job" or "CronJob";

    public IReadOnlyDictionary<BuildKey, SeenBuild> Builds => _builds;

    /// <summary>Takes note of what the pod runs.</summary>
    public void See(PodObject pod)
    {
        foreach (var container in pod.Containers)
        {
            var build = Pod.Build(pod, container);
            if (!_builds.TryGetValue(build, out var seen))
                _builds[build] = new SeenBuild(pod.CreatedAt);
            else if (pod.CreatedAt < seen.FirstPodCreatedAt)
                seen.FirstPodCreatedAt = pod.CreatedAt;
        }
    }

    /// <summary>Marks everything as told and forgets builds that no pod runs any more.</summary>
    public void Told(IReadOnlySet<BuildKey> current)
    {
        IsTold = true;
        foreach (var (key, build) in _builds)
        {
            build.IsTold = true;
            if (!current.Contains(key))
                _builds.Remove(key);
        }
    }
}

/// <summary>A build of a workload, while it runs and until it was told that it has gone.</summary>
internal sealed class SeenBuild(DateTimeOffset firstPodCreatedAt)
{
    public DateTimeOffset FirstPodCreatedAt { get; set; } = firstPodCreatedAt;

    public bool IsTold { get; set; }
}
