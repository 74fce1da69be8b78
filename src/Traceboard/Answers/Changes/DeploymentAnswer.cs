using System.Text.Json.Serialization;
using Traceboard.Clusters;

namespace Traceboard.Answers;

/// <summary>A deployment, as the API tells it.</summary>
public sealed record DeploymentAnswer
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Service.</summary>
    public required string Service { get; init; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Workload.</summary>
    public required WorkloadAnswer Workload { get; init; }

    /// <summary>Container.</summary>
    public required string Container { get; init; }

    /// <summary>First, Rollout, Rollback, Redeploy, ConfigChange or Removed.</summary>
    public required string Change { get; init; }

    /// <summary>Observed, Reconstructed or ObservationGap.</summary>
    public required string Origin { get; init; }

    /// <summary>When its first pod was created, by the API server's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When all wanted pods were ready on it, or null.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When its last pod was gone, or null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Progressing, Complete or Stalled.</summary>
    public required string Rollout { get; init; }

    /// <summary>What ran before, or null.</summary>
    public BuildTraceAnswer? Previous { get; init; }

    /// <summary>What runs since; null for Removed.</summary>
    public BuildTraceAnswer? Current { get; init; }

    /// <summary>Commits between the two, or null where not known.</summary>
    public int? CommitCount { get; init; }

    /// <summary>Id of the earlier deployment whose build runs again, for a rollback.</summary>
    public string? RollbackOf { get; init; }

    /// <summary>Freshness of its cluster.</summary>
    public Freshness Freshness { get; init; }

    /// <summary>Last proof of its cluster.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Evidence of the current build's trace; only where one deployment was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvidenceAnswer>? Evidence { get; init; }

    /// <summary>Pods that run it now; only where one deployment was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PodSnapshot>? Pods { get; init; }
}
