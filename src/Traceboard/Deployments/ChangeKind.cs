namespace Traceboard.Deployments;

/// <summary>What a deployment changed.</summary>
public enum ChangeKind
{
    /// <summary>The first build ever seen in this container of the workload.</summary>
    First,

    /// <summary>A build that did not run here before.</summary>
    Rollout,

    /// <summary>A build that ran here before the previous one.</summary>
    Rollback,

    /// <summary>The same build again: a restart, or the workload came back.</summary>
    Redeploy,

    /// <summary>The pod template changed, the image did not.</summary>
    ConfigChange,

    /// <summary>The workload is gone.</summary>
    Removed,
}

/// <summary>How we know of a deployment.</summary>
public enum DeploymentOrigin
{
    /// <summary>Seen as it happened, or found running at the first look.</summary>
    Observed,

    /// <summary>Rebuilt from ReplicaSets and ControllerRevisions.</summary>
    Reconstructed,

    /// <summary>Happened in or at the edge of an interval without observation: its time is a bound.</summary>
    ObservationGap,
}
