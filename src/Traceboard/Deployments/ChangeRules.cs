using Traceboard.Clusters;

namespace Traceboard.Deployments;

/// <summary>
/// The rules of change: from what is remembered of one container of a workload and what is observed now to the
/// deployments that begin, become known better, or end. Pure: the same input gives the same output, and an observation
/// that was applied already changes nothing.
/// </summary>
internal static class ChangeRules
{
    /// <summary>
    /// Whether the earlier deployments of the container are needed to decide. They are not while every observed build
    /// is one of the open ones, which is nearly always.
    /// </summary>
    public static bool NeedHistory(IReadOnlyList<Deployment> open, ContainerObservation observed, WorkloadFacts facts)
    {
        foreach (var build in observed.Builds)
        {
            if (facts.IsPast || !IsKnown(open, build, facts))
                return true;
        }

        return false;
    }

    /// <summary>Applies an observation of one container.</summary>
    /// <param name="remembered">
    /// Its open deployments, its newest where at hand, and where <see cref="NeedHistory"/> says so all earlier ones and the
    /// workload's removals.
    /// </param>
    /// <param name="observed">The observation; without builds for a container that is no longer there.</param>
    /// <param name="facts">What is observed of its workload.</param>
    /// <param name="nextId">Id of the next deployment; further ones count up.</param>
    public static ChangeOutcome Apply(
        IReadOnlyList<Deployment> remembered, ContainerObservation observed, WorkloadFacts facts, long nextId) =>
        new ContainerChange(remembered, observed, facts, nextId).Apply();

    /// <summary>Ends what is open because the workload is gone, and says so in a deployment of its own.</summary>
    /// <param name="open">The open deployments of all its containers.</param>
    /// <param name="lastId">The newest deployment of the container that counts for the version, or null.</param>
    /// <param name="facts">Proof time and gap; nothing else counts.</param>
    /// <param name="nextId">Id of the removal.</param>
    public static IReadOnlyList<Deployment> Remove(IEnumerable<Deployment> open, long? lastId, WorkloadFacts facts, long nextId) =>
    [
        .. open.Where(deployment => deployment.IsOpen).Select(deployment => deployment with { EndedAt = Later(facts.ProvenAt, deployment.StartedAt) }),
        new Deployment
        {
            Id = nextId,
            Change = ChangeKind.Removed,
            Origin = facts.Unobserved is null ? DeploymentOrigin.Observed : DeploymentOrigin.ObservationGap,
            Image = "",
            StartedAt = facts.ProvenAt,
            CompletedAt = facts.ProvenAt,
            EndedAt = facts.ProvenAt,
            PreviousId = lastId,
            Rollout = RolloutState.Complete,
        },
    ];

    /// <summary>Proofs are by our clock and starts by the API server's: an end before the start would only be their difference.</summary>
    internal static DateTimeOffset Later(DateTimeOffset proof, DateTimeOffset start) => proof > start ? proof : start;

    private static bool IsKnown(IReadOnlyList<Deployment> open, BuildObservation build, WorkloadFacts facts)
    {
        foreach (var deployment in open)
        {
            if (deployment.IsOpen
                && string.Equals(deployment.Image, build.Image, StringComparison.Ordinal)
                && (string.IsNullOrEmpty(build.Digest) || string.Equals(deployment.Digest, build.Digest, StringComparison.Ordinal))
                && (facts.RunsInTurns || string.IsNullOrEmpty(build.Template) || string.Equals(deployment.Template, build.Template, StringComparison.Ordinal))
                && (facts.RunsInTurns || build.TemplateFingerprint is null || deployment.TemplateFingerprint is not null))
            {
                return true;
            }
        }

        return false;
    }
}
