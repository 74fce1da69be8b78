using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.History.Recording;

/// <summary>What is stored of a workload, held in memory so that an observation touches only what it changes.</summary>
internal sealed class RememberedWorkload
{
    public required int Id { get; init; }

    public required WorkloadFace Face { get; set; }

    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>What its row holds, or null while it has none.</summary>
    public StoredWorkload? Stored { get; set; }

    /// <summary>Open deployments by container, and the newest of each where this process saw it.</summary>
    public Dictionary<string, IReadOnlyList<Deployment>> Deployments { get; } = new(StringComparer.Ordinal);

    public Dictionary<RunningKey, RunningPods> Running { get; set; } = [];
}

/// <summary>What a workload is called and how it is doing.</summary>
internal sealed record WorkloadFace(
    string Service, string? Team, string? EnvironmentLabel, int? DesiredReplicas, RolloutState Rollout, string? RolloutReason)
{
    public static WorkloadFace Of(WorkloadObservation observed) =>
        new(observed.Service, observed.Team, observed.EnvironmentLabel, observed.DesiredReplicas, observed.Rollout, observed.RolloutReason);
}

/// <summary>What changes in the row of a workload.</summary>
internal sealed record StoredWorkload(WorkloadFace Face, DateTimeOffset? RemovedAt);

/// <summary>Names what runs within a workload.</summary>
internal readonly record struct RunningKey(string Container, int BuildId, string Template);

/// <summary>How many pods run it and how they are doing.</summary>
internal sealed record RunningPods(bool IsPrimary, int Pods, int Ready, int Restarts, string? Waiting, long DeploymentId);
