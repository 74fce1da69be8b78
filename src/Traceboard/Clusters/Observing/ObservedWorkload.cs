using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>What makes two containers run the same build.</summary>
internal readonly record struct BuildKey(string Container, string Image, string? Digest, string? Template);

/// <summary>What is known of one workload. Guarded by <see cref="ObservedCluster"/>.</summary>
internal sealed class ObservedWorkload(Workload key)
{
    private readonly Dictionary<BuildKey, SeenBuild> _builds = [];
    private ReplayedBuilds? _replayed;

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

    /// <summary>Takes note of what the pod ran before the list that is known.</summary>
    public void Replay(PodObject pod, WatchEventType type)
    {
        See(pod);
        (_replayed ??= new ReplayedBuilds()).Take(pod, type);
    }

    /// <summary>
    /// Where a replay shows that a build ran more than once: what began to run in each container meanwhile, step
    /// by step, to be told before the rest. What is left to tell is what there is now.
    /// </summary>
    public IReadOnlyList<IReadOnlyCollection<Turn>> TakeEarlierTurns()
    {
        var replayed = _replayed;
        _replayed = null;
        if (IsJob || replayed?.Turns(Pods.Values) is not ({ } begun, { } now))
            return [];
        _builds.Clear();
        foreach (var turn in now)
            _builds[turn.Build] = new SeenBuild(turn.StartedAt);
        foreach (var pod in Pods.Values.Where(Pod.Runs))
            See(pod);

        // The containers of a pod begin together.
        var steps = new List<IReadOnlyCollection<Turn>>();
        var running = new Dictionary<string, Turn>(StringComparer.Ordinal);
        foreach (var step in begun.GroupBy(turn => (turn.StartedAt, turn.Build.Template)))
        {
            foreach (var turn in step)
                running[turn.Build.Container] = turn;
            steps.Add([.. running.Values]);
        }

        return steps;
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
