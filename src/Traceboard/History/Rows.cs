using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.History;

// The database model. Rows are what EF Core stores; everybody else sees records. Times are UTC.

/// <summary>A cluster, by the UID of its kube-system namespace.</summary>
public sealed class ClusterRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>UID; unique.</summary>
    public required string Uid { get; set; }

    /// <summary>Newest configured name.</summary>
    public required string Name { get; set; }

    /// <summary>First proof ever.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>Heartbeat: last proof, written in the same transaction as what it proved.</summary>
    public DateTimeOffset ProvenAt { get; set; }

    /// <summary>Resume points.</summary>
    public IList<ResumePointRow> ResumePoints { get; init; } = [];
}

/// <summary>Where the watch of one collection would go on.</summary>
public sealed class ResumePointRow
{
    /// <summary>Cluster; key with <see cref="Resource"/>.</summary>
    public int ClusterId { get; set; }

    /// <summary>Plural resource name.</summary>
    public required string Resource { get; set; }

    /// <summary>Opaque version.</summary>
    public required string ResourceVersion { get; set; }
}

/// <summary>An interval in which a cluster was not observed.</summary>
public sealed class GapRow
{
    /// <summary>Key.</summary>
    public long Id { get; set; }

    /// <summary>Cluster.</summary>
    public int ClusterId { get; set; }

    /// <summary>Last proof before it.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>First proof after it.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }
}

/// <summary>A workload, with what it is called and how it is doing.</summary>
public sealed class WorkloadRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Cluster; unique with namespace, kind and name.</summary>
    public int ClusterId { get; set; }

    /// <summary>Cluster.</summary>
    public ClusterRow? Cluster { get; set; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; set; }

    /// <summary>Kind.</summary>
    public required string Kind { get; set; }

    /// <summary>Name.</summary>
    public required string Name { get; set; }

    /// <summary>Service.</summary>
    public required string Service { get; set; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; set; }

    /// <summary>Namespace label that names an environment, or null.</summary>
    public string? EnvironmentLabel { get; set; }

    /// <summary>Replicas wanted, or null where nobody says.</summary>
    public int? DesiredReplicas { get; set; }

    /// <summary>How its rollout goes.</summary>
    public RolloutState Rollout { get; set; }

    /// <summary>Why it is stalled.</summary>
    public string? RolloutReason { get; set; }

    /// <summary>When it was last observed to exist (proof time of that batch).</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When it was removed, or null while it exists. Out of scope is not removed.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>A build: image reference and digest.</summary>
public sealed class BuildRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Image as the spec asks for it; unique with <see cref="Digest"/>.</summary>
    public required string Image { get; set; }

    /// <summary>Digest, or empty while not known.</summary>
    public required string Digest { get; set; }
}

/// <summary>What runs now: pods of a build in a container of a workload. Rewritten as it changes; history is in <see cref="DeploymentRow"/>.</summary>
public sealed class RunningRow
{
    /// <summary>Workload; key with container, build and template.</summary>
    public int WorkloadId { get; set; }

    /// <summary>Workload.</summary>
    public WorkloadRow? Workload { get; set; }

    /// <summary>Container.</summary>
    public required string Container { get; set; }

    /// <summary>Build.</summary>
    public int BuildId { get; set; }

    /// <summary>Build.</summary>
    public BuildRow? Build { get; set; }

    /// <summary>Pod template identity, or empty.</summary>
    public required string Template { get; set; }

    /// <summary>Whether the container counts for the version.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>Pods that run it.</summary>
    public int Pods { get; set; }

    /// <summary>Of these, ready.</summary>
    public int Ready { get; set; }

    /// <summary>Restarts.</summary>
    public int Restarts { get; set; }

    /// <summary>Worst waiting reason, or null.</summary>
    public string? Waiting { get; set; }

    /// <summary>The open deployment it belongs to.</summary>
    public long DeploymentId { get; set; }
}

/// <summary>
/// A deployment: appended, completed with what becomes known (digest, completion, end), never overwritten or deleted.
/// Its identity is (workload, container, started at, build, template).
/// </summary>
public sealed class DeploymentRow
{
    /// <summary>Key; grows.</summary>
    public long Id { get; set; }

    /// <summary>Workload.</summary>
    public int WorkloadId { get; set; }

    /// <summary>Workload.</summary>
    public WorkloadRow? Workload { get; set; }

    /// <summary>Container; empty for <see cref="ChangeKind.Removed"/>.</summary>
    public required string Container { get; set; }

    /// <summary>What changed.</summary>
    public ChangeKind Change { get; set; }

    /// <summary>How we know.</summary>
    public DeploymentOrigin Origin { get; set; }

    /// <summary>Build that runs since; null for Removed.</summary>
    public int? BuildId { get; set; }

    /// <summary>Build.</summary>
    public BuildRow? Build { get; set; }

    /// <summary>Pod template identity, or empty.</summary>
    public required string Template { get; set; }

    /// <summary>Fingerprint of the template, or null where not seen.</summary>
    public string? TemplateFingerprint { get; set; }

    /// <summary>Creation of its first pod by the API server's clock; for Removed, the proof that it is gone.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>First proof that all wanted pods were ready on it, or null.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>First proof that none of its pods is left, or null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it was written, by our clock.</summary>
    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>Deployment that ran before in this container, or null.</summary>
    public long? PreviousId { get; set; }

    /// <summary>Earlier deployment whose build runs again, or null.</summary>
    public long? RollbackOfId { get; set; }

    /// <summary>How its rollout goes, or went at last.</summary>
    public RolloutState Rollout { get; set; }
}
