using Traceboard.Clusters;

namespace Traceboard.Deployments;

/// <summary>What an observation says about the workload as a whole.</summary>
internal sealed record WorkloadFacts
{
    /// <summary>When the API server proved it, by our clock.</summary>
    public required DateTimeOffset ProvenAt { get; init; }

    /// <summary>Kind of the workload.</summary>
    public required string Kind { get; init; }

    public int? DesiredReplicas { get; init; }

    public bool ControllerSeen { get; init; }

    public RolloutState Rollout { get; init; }

    /// <summary>Told of a time that is over.</summary>
    public bool IsPast { get; init; }

    /// <summary>The interval without observation that ended with this observation, or null.</summary>
    public UnobservedInterval? Unobserved { get; init; }

    /// <summary>Jobs run a build again and again; each image counts once, not each run.</summary>
    public bool RunsInTurns => Kind is "Job" or "CronJob";

    /// <summary>Nobody wants pods, so their absence ends nothing.</summary>
    public bool IsScaledToZero => ControllerSeen && DesiredReplicas == 0;

    public static WorkloadFacts Of(WorkloadObservation observed, DateTimeOffset provenAt, UnobservedInterval? unobserved) => new()
    {
        ProvenAt = provenAt,
        Kind = observed.Workload.Kind,
        DesiredReplicas = observed.DesiredReplicas,
        ControllerSeen = observed.ControllerSeen,
        Rollout = observed.Rollout,
        IsPast = observed.IsPast,
        Unobserved = unobserved,
    };

    /// <summary>How we know of something that began at the time.</summary>
    public DeploymentOrigin OriginOf(DateTimeOffset startedAt) =>
        Unobserved is { } gap && startedAt >= gap.From && startedAt <= gap.Until ? DeploymentOrigin.ObservationGap : DeploymentOrigin.Observed;
}
