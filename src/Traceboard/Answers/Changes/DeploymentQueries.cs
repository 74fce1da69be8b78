using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Deployments;
using Traceboard.History;

namespace Traceboard.Answers.Changes;

/// <summary>The queries over deployments: each reads whole rows at once, by keys that the indexes hold.</summary>
internal static class DeploymentQueries
{
    public static IQueryable<StoredDeployment> Stored(this IQueryable<DeploymentRow> deployments, TraceboardContext database) =>
        from deployment in deployments
        join previous in database.Deployments on deployment.PreviousId equals (long?)previous.Id into found
        from previous in found.DefaultIfEmpty()
        select new StoredDeployment
        {
            Id = deployment.Id,
            Service = deployment.Workload!.Service,
            Team = deployment.Workload.Team,
            ClusterId = deployment.Workload.ClusterId,
            ClusterUid = deployment.Workload.Cluster!.Uid,
            ClusterName = deployment.Workload.Cluster.Name,
            ClusterProvenAt = deployment.Workload.Cluster.ProvenAt,
            Namespace = deployment.Workload.Namespace,
            Kind = deployment.Workload.Kind,
            Name = deployment.Workload.Name,
            EnvironmentLabel = deployment.Workload.EnvironmentLabel,
            Container = deployment.Container,
            Change = deployment.Change,
            Origin = deployment.Origin,
            StartedAt = deployment.StartedAt,
            CompletedAt = deployment.CompletedAt,
            EndedAt = deployment.EndedAt,
            Rollout = deployment.Rollout,
            Image = deployment.Build == null ? null : deployment.Build.Image,
            Digest = deployment.Build == null ? null : deployment.Build.Digest,
            PreviousImage = previous.Build == null ? null : previous.Build.Image,
            PreviousDigest = previous.Build == null ? null : previous.Build.Digest,
            RollbackOfId = deployment.RollbackOfId,
        };

    /// <summary>Newest first, from after the cursor on.</summary>
    public static IQueryable<DeploymentRow> After(this IQueryable<DeploymentRow> deployments, DeploymentsCursor? cursor)
    {
        if (cursor is not null)
            deployments = deployments.Where(deployment => deployment.StartedAt <= cursor.StartedAt && (deployment.StartedAt < cursor.StartedAt || deployment.Id < cursor.Id));
        return deployments.OrderByDescending(deployment => deployment.StartedAt).ThenByDescending(deployment => deployment.Id);
    }

    public static async Task<IQueryable<DeploymentRow>> MatchingAsync(this TraceboardContext database, DeploymentsFilter filter, Environments environments, CancellationToken cancellationToken)
    {
        IQueryable<DeploymentRow> deployments = database.Deployments;
        if (filter.Since is { } since)
            deployments = deployments.Where(deployment => deployment.StartedAt >= since);
        if (filter.Until is { } until)
            deployments = deployments.Where(deployment => deployment.StartedAt < until);
        if (ChangeOf(filter.Change) is { } change)
            deployments = deployments.Where(deployment => deployment.Change == change);
        if (!string.IsNullOrWhiteSpace(filter.Environment) || !string.IsNullOrWhiteSpace(filter.Service) || !string.IsNullOrWhiteSpace(filter.Cluster))
        {
            var ids = await WorkloadsAsync(database, filter, environments, cancellationToken);
            deployments = deployments.Where(deployment => EF.Parameter(ids).Contains(deployment.WorkloadId));
        }

        return deployments;
    }

    private static ChangeKind? ChangeOf(string? change)
    {
        if (string.IsNullOrWhiteSpace(change))
            return null;
        return Array.FindIndex(Enum.GetNames<ChangeKind>(), name => string.Equals(name, change.Trim(), StringComparison.OrdinalIgnoreCase)) is var index and >= 0
            ? Enum.GetValues<ChangeKind>()[index]
            : throw new ArgumentException($"There is no change \"{change}\": use one of {string.Join(", ", Enum.GetNames<ChangeKind>())}.", nameof(change));
    }

    // Which environment a workload is in is decided by the configuration of today, so it is not a column.
    private static async Task<int[]> WorkloadsAsync(TraceboardContext database, DeploymentsFilter filter, Environments environments, CancellationToken cancellationToken)
    {
        IQueryable<WorkloadRow> workloads = database.Workloads;
        if (!string.IsNullOrWhiteSpace(filter.Service))
            workloads = workloads.Where(workload => workload.Service == filter.Service.Trim());
        if (!string.IsNullOrWhiteSpace(filter.Cluster))
            workloads = workloads.Where(workload => workload.Cluster!.Name == filter.Cluster.Trim());
        var found = await workloads
            .Select(workload => new { workload.Id, Cluster = workload.Cluster!.Name, workload.Namespace, workload.EnvironmentLabel })
            .ToListAsync(cancellationToken);
        return [.. found
            .Where(workload => string.IsNullOrWhiteSpace(filter.Environment)
                || string.Equals(environments.NameOf(workload.Cluster, workload.Namespace, workload.EnvironmentLabel), filter.Environment.Trim(), StringComparison.OrdinalIgnoreCase))
            .Select(workload => workload.Id)];
    }
}
