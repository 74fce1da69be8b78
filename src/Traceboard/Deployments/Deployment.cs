using Traceboard.Clusters;

namespace Traceboard.Deployments;

/// <summary>A deployment as the rules of change see it: what ran in one container of a workload, and what became of it.</summary>
internal sealed record Deployment
{
    /// <summary>Id; grows in the order of the rules' decisions.</summary>
    public required long Id { get; init; }

    public required ChangeKind Change { get; init; }

    public DeploymentOrigin Origin { get; init; }

    /// <summary>Image from the pod's spec; empty for <see cref="ChangeKind.Removed"/>.</summary>
    public required string Image { get; init; }

    /// <summary>Digest, or empty while not known.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Pod template identity, or empty while not known.</summary>
    public string Template { get; init; } = "";

    /// <summary>Fingerprint of the template, or null while not known.</summary>
    public string? TemplateFingerprint { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long? PreviousId { get; init; }

    public long? RollbackOfId { get; init; }

    public RolloutState Rollout { get; init; }

    public bool IsOpen => EndedAt is null;

    public bool IsRemoval => Change == ChangeKind.Removed;

    /// <summary>Whether both run the same build as far as known: an unknown digest speaks against nothing.</summary>
    public bool MayRun(string image, string digest) =>
        string.Equals(Image, image, StringComparison.Ordinal)
        && (Digest.Length == 0 || digest.Length == 0 || string.Equals(Digest, digest, StringComparison.Ordinal));
}
