using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.History.Recording;

/// <summary>Reads the stored state: once at the start and after a failure, never for an observation.</summary>
internal static class RememberedHistoryReader
{
    // More visits of one container than this tell nothing new to the rules of change.
    private const int MostEarlier = 500;

    public static async Task<RememberedHistory> ReadAsync(TraceboardContext context, CancellationToken cancellationToken)
    {
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var history = new RememberedHistory
        {
            NextClusterId = (await context.Clusters.MaxAsync(cluster => (int?)cluster.Id, cancellationToken) ?? 0) + 1,
            NextWorkloadId = (await context.Workloads.MaxAsync(workload => (int?)workload.Id, cancellationToken) ?? 0) + 1,
            NextDeploymentId = (await context.Deployments.MaxAsync(deployment => (long?)deployment.Id, cancellationToken) ?? 0) + 1,
        };
        await history.Builds.StartAsync(context, cancellationToken);

        var clusters = new Dictionary<int, RememberedClusterState>();
        foreach (var row in await context.Clusters.Include(cluster => cluster.ResumePoints).ToListAsync(cancellationToken))
        {
            var cluster = new RememberedClusterState { Id = row.Id, Name = row.Name, FirstSeenAt = row.FirstSeenAt, ProvenAt = row.ProvenAt };
            foreach (var point in row.ResumePoints)
                cluster.ResumePoints[point.Resource] = point.ResourceVersion;
            clusters[row.Id] = history.Clusters[row.Uid] = cluster;
        }

        var workloads = new Dictionary<int, RememberedWorkload>();
        await foreach (var row in context.Workloads.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var face = new WorkloadFace(row.Service, row.Team, row.EnvironmentLabel, row.DesiredReplicas, row.Rollout, row.RolloutReason);
            workloads[row.Id] = clusters[row.ClusterId].Workloads[new Workload(row.Namespace, row.Kind, row.Name)] = new RememberedWorkload
            {
                Id = row.Id,
                Face = face,
                RemovedAt = row.RemovedAt,
                Stored = new StoredWorkload(face, row.RemovedAt),
            };
        }

        var open = context.Deployments.Where(deployment => deployment.EndedAt == null).Include(deployment => deployment.Build);
        await foreach (var row in open.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var containers = workloads[row.WorkloadId].Deployments;
            containers[row.Container] = [.. containers.GetValueOrDefault(row.Container) ?? [], ToDeployment(row)];
            if (row.Build is { } build)
                history.Builds.Add(build.Image, build.Digest, build.Id);
        }

        await foreach (var row in context.Running.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            workloads[row.WorkloadId].Running[new RunningKey(row.Container, row.BuildId, row.Template)] =
                new RunningPods(row.IsPrimary, row.Pods, row.Ready, row.Restarts, row.Waiting, row.DeploymentId);
        }

        return history;
    }

    /// <summary>The deployments of a container, the newest of them, and the removals of its workload, newest first.</summary>
    public static async Task<IReadOnlyList<Deployment>> EarlierAsync(
        TraceboardContext context, BuildIds builds, int workloadId, string container, CancellationToken cancellationToken)
    {
        var rows = await context.Deployments.AsNoTracking().Include(deployment => deployment.Build)
            .Where(deployment => deployment.WorkloadId == workloadId && (deployment.Container == container || deployment.Container == ""))
            .OrderByDescending(deployment => deployment.Id)
            .Take(MostEarlier)
            .ToListAsync(cancellationToken);
        foreach (var build in rows.Select(row => row.Build).OfType<BuildRow>())
            builds.Add(build.Image, build.Digest, build.Id);
        return [.. rows.Select(ToDeployment)];
    }

    private static Deployment ToDeployment(DeploymentRow row) => new()
    {
        Id = row.Id,
        Change = row.Change,
        Origin = row.Origin,
        Image = row.Build?.Image ?? "",
        Digest = row.Build?.Digest ?? "",
        Template = row.Template,
        TemplateFingerprint = row.TemplateFingerprint,
        StartedAt = row.StartedAt,
        CompletedAt = row.CompletedAt,
        EndedAt = row.EndedAt,
        PreviousId = row.PreviousId,
        RollbackOfId = row.RollbackOfId,
        Rollout = row.Rollout,
    };
}
