namespace Traceboard.Clusters;

/// <summary>
/// What one cluster told since its previous batch, coalesced per workload. Batches of one cluster come in order and
/// are written one at a time; the watcher goes on coalescing while it waits, so a slow reader costs freshness and
/// never an observation. After every (re)connection a batch with <see cref="IsComplete"/> tells the full state again:
/// whoever reads batches must be idempotent. A cluster that cannot be reached sends no batch, so nothing that it ran
/// is ever declared gone because a call failed.
/// </summary>
public sealed record ObservationBatch
{
    /// <summary>The cluster that was observed.</summary>
    public required ClusterIdentity Cluster { get; init; }

    /// <summary>When the API server last proved this state, by our clock.</summary>
    public required DateTimeOffset ProvenAt { get; init; }

    /// <summary>
    /// True when <see cref="Workloads"/> is the whole state within <see cref="Scope"/>, from complete and consistent
    /// lists: a remembered workload that is in scope and not in it is gone.
    /// </summary>
    public required bool IsComplete { get; init; }

    /// <summary>The namespaces this cluster is watched in. Workloads outside it are not observed, which is not "gone".</summary>
    public required NamespaceScope Scope { get; init; }

    /// <summary>Where each watch would go on from; to be stored in the same transaction as what the batch causes.</summary>
    public required IReadOnlyList<ResumePoint> ResumePoints { get; init; }

    /// <summary>Workloads whose state changed (or all of them when <see cref="IsComplete"/>).</summary>
    public required IReadOnlyList<WorkloadObservation> Workloads { get; init; }

    /// <summary>Workloads that were deleted, proven by the API server. Empty when <see cref="IsComplete"/>.</summary>
    public IReadOnlyList<Workload> Removed { get; init; } = [];

    /// <summary>An interval in which this cluster could not be observed and that was not replayed afterwards.</summary>
    public UnobservedInterval? Unobserved { get; init; }
}

/// <summary>The resource version of one watched collection.</summary>
/// <param name="Resource">Plural resource name: <c>pods</c>, <c>replicasets</c>.</param>
/// <param name="ResourceVersion">Opaque version of the API server.</param>
public sealed record ResumePoint(string Resource, string ResourceVersion);

/// <summary>An interval in which a cluster was not observed.</summary>
/// <param name="From">Last proof before it.</param>
/// <param name="Until">First proof after it.</param>
/// <param name="Reason">In words for a person: "the watch had expired", "Traceboard was not running".</param>
public sealed record UnobservedInterval(DateTimeOffset From, DateTimeOffset Until, string Reason);

/// <summary>What History remembers of a cluster, handed to its watcher when it connects.</summary>
/// <param name="LastProofAt">When the cluster last proved its state, by our clock.</param>
/// <param name="ResumePoints">The stored resume points.</param>
public sealed record RememberedCluster(DateTimeOffset LastProofAt, IReadOnlyList<ResumePoint> ResumePoints);

/// <summary>Reads what is remembered of a cluster, or null when it was never observed. History provides it.</summary>
public delegate Task<RememberedCluster?> ReadRememberedCluster(string clusterUid, CancellationToken cancellationToken);
