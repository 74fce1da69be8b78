using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.Answers.Changes;

/// <summary>A deployment with what is needed to tell it, in one row.</summary>
internal sealed record StoredDeployment
{
    public required long Id { get; init; }

    public required string Service { get; init; }

    public required string? Team { get; init; }

    public required int ClusterId { get; init; }

    public required string ClusterUid { get; init; }

    public required string ClusterName { get; init; }

    public required DateTimeOffset ClusterProvenAt { get; init; }

    public required string Namespace { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string? EnvironmentLabel { get; init; }

    public required string Container { get; init; }

    public required ChangeKind Change { get; init; }

    public required DeploymentOrigin Origin { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset? CompletedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required RolloutState Rollout { get; init; }

    public required string? Image { get; init; }

    public required string? Digest { get; init; }

    public required string? PreviousImage { get; init; }

    public required string? PreviousDigest { get; init; }

    public required long? RollbackOfId { get; init; }
}
