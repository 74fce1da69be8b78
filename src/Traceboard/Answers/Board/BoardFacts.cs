using System.Collections.Immutable;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.Answers.Board;

/// <summary>What the board is built from, as the database holds it.</summary>
internal sealed record BoardFacts
{
    public required DateTimeOffset ReadAt { get; init; }

    public required IReadOnlyList<ClusterFact> Clusters { get; init; }

    public required IReadOnlyList<BoardWorkload> Workloads { get; init; }

    /// <summary>By image, as specs hold them.</summary>
    public required ImmutableDictionary<string, TraceAnswer> Traces { get; init; }

    public required int RecentRollbacks { get; init; }
}

internal sealed record ClusterFact(int Id, string Uid, string Name, DateTimeOffset ProvenAt);

internal sealed record WorkloadFact(
    int Id, int ClusterId, string Namespace, string Kind, string Name, string Service, string? Team, string? EnvironmentLabel, int? DesiredReplicas, RolloutState Rollout, string? RolloutReason);

/// <summary>
/// A build that runs. The parts are read one after another, so it may refer to a deployment that is not here yet; whoever
/// uses it passes over that, and the commit that brings it asks for the next board.
/// </summary>
internal sealed record RunningFact(string Container, bool IsPrimary, int Pods, int Ready, BuildFact Build, DeploymentFact? Deployment);

internal sealed record DeploymentFact(long Id, int WorkloadId, string Container, ChangeKind Change, int? BuildId, DateTimeOffset StartedAt);

internal sealed record BuildFact(int Id, string Image, string Digest);
