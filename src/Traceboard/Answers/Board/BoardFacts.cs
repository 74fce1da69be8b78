using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.Answers.Board;

/// <summary>
/// What the board is built from, as the database holds it. The parts are read one after another, so a row may refer to
/// one that is not here yet; whoever uses them passes over it, and the commit that brings it asks for the next build.
/// </summary>
internal sealed record BoardFacts
{
    public required DateTimeOffset ReadAt { get; init; }

    public required IReadOnlyList<ClusterFact> Clusters { get; init; }

    public required IReadOnlyList<WorkloadFact> Workloads { get; init; }

    public required ILookup<int, RunningFact> Running { get; init; }

    /// <summary>The open deployments behind what runs, and the last ones of workloads without a pod.</summary>
    public required IReadOnlyDictionary<long, DeploymentFact> Deployments { get; init; }

    public required IReadOnlyDictionary<int, BuildFact> Builds { get; init; }

    public required IReadOnlyDictionary<int, TraceAnswer> Traces { get; init; }

    public required int RecentRollbacks { get; init; }
}

internal sealed record ClusterFact(int Id, string Uid, string Name, DateTimeOffset ProvenAt);

internal sealed record WorkloadFact(
    int Id, int ClusterId, string Namespace, string Kind, string Name, string Service, string? Team, string? EnvironmentLabel, int? DesiredReplicas, RolloutState Rollout, string? RolloutReason);

internal sealed record RunningFact(int WorkloadId, string Container, int BuildId, bool IsPrimary, int Pods, int Ready, long DeploymentId);

internal sealed record DeploymentFact(long Id, int WorkloadId, string Container, ChangeKind Change, int? BuildId, DateTimeOffset StartedAt);

internal sealed record BuildFact(int Id, string Image, string Digest);
