using Traceboard.Clusters;

namespace Traceboard.Answers.Board;

/// <summary>Says what one service runs in one environment: several workloads, in several clusters, may be behind it.</summary>
internal static class CellBuilder
{
    public const string Single = "single";
    public const string Mixed = "mixed";
    public const string AbsentState = "absent";

    public static BoardCell Absent(Freshness freshness, DateTimeOffset? asOf) => new()
    {
        State = AbsentState,
        Freshness = freshness,
        AsOf = asOf,
        Workloads = Sequence<WorkloadAnswer>.Empty,
        Builds = Sequence<BuildAnswer>.Empty,
    };

    public static BoardCell Of(IReadOnlyList<PlacedWorkload> workloads)
    {
        var newest = workloads
            .SelectMany(workload => workload.Running.Where(running => running.IsPrimary).Select(running => running.Deployment))
            .OfType<DeploymentFact>()
            .MaxBy(deployment => (deployment.StartedAt, deployment.Id));
        var slowest = workloads.MaxBy(workload => Severity(workload.Fact.Rollout))!.Fact;
        var builds = BuildsOf(workloads);
        return new BoardCell
        {
            State = RunsSeveral(builds) ? Mixed : Single,
            Ready = workloads.Sum(workload => workload.Ready),
            Total = workloads.Sum(workload => workload.Total),
            Since = newest?.StartedAt,
            Rollout = slowest.Rollout.ToString(),
            RolloutReason = slowest.Rollout == RolloutState.Stalled ? slowest.RolloutReason : null,
            Change = newest?.Change.ToString(),
            DeploymentId = newest?.Id.ToString(),
            Freshness = workloads.Max(workload => workload.Cluster.Freshness),
            AsOf = workloads.Min(workload => workload.Cluster.AsOf),
            Workloads = Sequence<WorkloadAnswer>.Of(workloads.Select(workload => workload.Name)),
            Builds = builds,
        };
    }

    /// <summary>The builds, the primary containers' first, of each the newest deployed first.</summary>
    public static Sequence<BuildAnswer> BuildsOf(IReadOnlyList<PlacedWorkload> workloads)
    {
        var found = new Dictionary<(string Container, bool IsPrimary, int BuildId), Count>();
        foreach (var workload in workloads)
        {
            foreach (var running in workload.Running)
            {
                var key = (running.Container, running.IsPrimary, running.Build.Id);
                if (!found.TryGetValue(key, out var count))
                    found[key] = count = new Count(running.Build, workload.TraceOf(running));

                count.Add(running, running.Deployment?.StartedAt);
            }
        }

        return Sequence<BuildAnswer>.Of(found
            .OrderByDescending(pair => pair.Key.IsPrimary)
            .ThenBy(pair => pair.Key.IsPrimary ? "" : pair.Key.Container, StringComparer.Ordinal)
            .ThenByDescending(pair => pair.Value.Since)
            .ThenBy(pair => pair.Key.Container, StringComparer.Ordinal)
            .ThenByDescending(pair => pair.Key.BuildId)
            .Select(pair => pair.Value.ToAnswer(pair.Key.Container, pair.Key.IsPrimary)));
    }

    // A digest that is not known yet (the image is being pulled) does not make another build of the same image.
    private static bool RunsSeveral(Sequence<BuildAnswer> builds)
    {
        var running = builds.Where(build => build is { IsPrimary: true, Pods: > 0 }).ToArray();
        if (running.Length < 2)
            return false;
        return running.GroupBy(build => build.Image, StringComparer.Ordinal)
            .Sum(image => Math.Max(1, image.Select(build => build.Digest).OfType<string>().Distinct(StringComparer.Ordinal).Count())) > 1;
    }

    private static int Severity(RolloutState rollout) => rollout switch
    {
        RolloutState.Stalled => 2,
        RolloutState.Progressing => 1,
        _ => 0,
    };

    private sealed class Count(BuildFact build, TraceAnswer trace)
    {
        private int _pods;
        private int _ready;

        public DateTimeOffset? Since { get; private set; }

        public void Add(RunningFact running, DateTimeOffset? since)
        {
            _pods += running.Pods;
            _ready += running.Ready;
            if (Since is null || since > Since)
                Since = since;
        }

        public BuildAnswer ToAnswer(string container, bool isPrimary) => new()
        {
            Image = build.Image,
            Digest = build.Digest.Length == 0 ? null : build.Digest,
            Container = container,
            IsPrimary = isPrimary,
            Pods = _pods,
            Ready = _ready,
            Trace = trace,
        };
    }
}
