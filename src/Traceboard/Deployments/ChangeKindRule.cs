namespace Traceboard.Deployments;

/// <summary>Names the change that a deployment makes against the one before it.</summary>
internal static class ChangeKindRule
{
    /// <summary>The change of a deployment, by all that is known of it at the moment; may become another when its digest comes.</summary>
    /// <param name="deployment">The deployment; its own id may be among the history and does not count.</param>
    /// <param name="history">All deployments of the container and the removals, newest first.</param>
    public static Deployment Name(Deployment deployment, IReadOnlyList<Deployment> history)
    {
        if (deployment.PreviousId is not { } previousId)
            return deployment with { Change = ChangeKind.First, RollbackOfId = null };
        if (history.FirstOrDefault(earlier => earlier.Id == previousId) is not { } previous)
            return deployment;

        if (previous.MayRun(deployment.Image, deployment.Digest))
            return deployment with { Change = SameBuild(deployment, previous, history), RollbackOfId = null };

        var original = history.FirstOrDefault(earlier =>
            earlier.Id < previous.Id && !earlier.IsRemoval && earlier.MayRun(deployment.Image, deployment.Digest));
        return original is null
            ? deployment with { Change = ChangeKind.Rollout, RollbackOfId = null }
            : deployment with { Change = ChangeKind.Rollback, RollbackOfId = original.Id };
    }

    /// <summary>The deployment that runs, or ran last: of the open ones what the controller wants, else what ended last; null when there was none.</summary>
    public static Deployment? Current(IEnumerable<Deployment> history, string? targetImage)
    {
        Deployment? current = null;
        foreach (var deployment in history)
        {
            if (!deployment.IsRemoval && (current is null || Outranks(deployment, current, targetImage)))
                current = deployment;
        }

        return current;
    }

    private static bool Outranks(Deployment one, Deployment other, string? targetImage)
    {
        if (one.IsOpen != other.IsOpen)
            return one.IsOpen;
        if (!one.IsOpen && one.EndedAt != other.EndedAt)
            return one.EndedAt > other.EndedAt;
        var isTarget = string.Equals(one.Image, targetImage, StringComparison.Ordinal);
        if (one.IsOpen && isTarget != string.Equals(other.Image, targetImage, StringComparison.Ordinal))
            return isTarget;
        return one.Id > other.Id;
    }

    private static ChangeKind SameBuild(Deployment deployment, Deployment previous, IReadOnlyList<Deployment> history)
    {
        if (history.Any(removal => removal.IsRemoval && removal.Id > previous.Id && removal.Id < deployment.Id))
            return ChangeKind.Redeploy;

        var restarted = string.Equals(previous.Template, deployment.Template, StringComparison.Ordinal)
            || (deployment.TemplateFingerprint is { } fingerprint && string.Equals(fingerprint, previous.TemplateFingerprint, StringComparison.Ordinal));
        return restarted ? ChangeKind.Redeploy : ChangeKind.ConfigChange;
    }
}
