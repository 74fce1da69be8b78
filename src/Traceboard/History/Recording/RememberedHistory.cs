using Traceboard.Clusters;

namespace Traceboard.History.Recording;

/// <summary>
/// The stored state that new observations are compared with: all clusters, their workloads, what is open and what
/// runs. It is thrown away after any failed transaction and read anew, so it never differs from the database.
/// </summary>
internal sealed class RememberedHistory
{
    public Dictionary<string, RememberedClusterState> Clusters { get; } = new(StringComparer.Ordinal);

    public BuildIds Builds { get; } = new();

    public WorkloadClaims Claims { get; } = new();

    public int NextClusterId { get; set; } = 1;

    public int NextWorkloadId { get; set; } = 1;

    public long NextDeploymentId { get; set; } = 1;
}

/// <summary>The stored state of one cluster.</summary>
internal sealed class RememberedClusterState
{
    public required int Id { get; init; }

    public required string Name { get; set; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset ProvenAt { get; set; }

    public Dictionary<string, string> ResumePoints { get; } = new(StringComparer.Ordinal);

    public Dictionary<Workload, RememberedWorkload> Workloads { get; } = [];
}
