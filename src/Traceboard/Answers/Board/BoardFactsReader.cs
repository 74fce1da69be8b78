using Microsoft.EntityFrameworkCore;
using Traceboard.Deployments;
using Traceboard.History;
using Traceboard.History.Tracing;

namespace Traceboard.Answers.Board;

/// <summary>Reads what the board is built from: the current tables only, never the history.</summary>
internal sealed class BoardFactsReader(IDbContextFactory<TraceboardContext> contexts, RememberedTraces traces, TimeProvider time)
{
    private const int Chunk = 500;

    public async Task<BoardFacts> ReadAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var readAt = time.GetUtcNow();
        var clusters = await ClustersAsync(database, cancellationToken);
        var workloads = await database.Workloads
            .Where(workload => workload.RemovedAt == null)
            .Select(workload => new WorkloadFact(
                workload.Id, workload.ClusterId, workload.Namespace, workload.Kind, workload.Name, workload.Service, workload.Team,
                workload.EnvironmentLabel, workload.DesiredReplicas, workload.Rollout, workload.RolloutReason))
            .ToListAsync(cancellationToken);
        var running = await database.Running
            .Select(row => new RunningFact(row.WorkloadId, row.Container, row.BuildId, row.IsPrimary, row.Pods, row.Ready, row.DeploymentId))
            .ToListAsync(cancellationToken);
        var deployments = await database.Deployments
            .Where(deployment => database.Running.Select(row => row.DeploymentId).Contains(deployment.Id))
            .Select(deployment => new DeploymentFact(deployment.Id, deployment.WorkloadId, deployment.Container, deployment.Change, deployment.BuildId, deployment.StartedAt))
            .ToListAsync(cancellationToken);
        var idle = await IdleAsync(database, workloads, running, cancellationToken);
        deployments.AddRange(idle);
        running.AddRange(Wanted(workloads, idle));

        var builds = await BuildsAsync(database, idle, cancellationToken);
        return new BoardFacts
        {
            ReadAt = readAt,
            Clusters = clusters,
            Workloads = workloads,
            Running = running.ToLookup(row => row.WorkloadId),
            Deployments = deployments.DistinctBy(deployment => deployment.Id).ToDictionary(deployment => deployment.Id),
            Builds = builds,
            Traces = await TracesAsync(builds, cancellationToken),
            RecentRollbacks = await RollbacksAsync(database, cancellationToken),
        };
    }

    /// <summary>Reads again only when each cluster was last proven.</summary>
    public async Task<BoardFacts> RefreshAsync(BoardFacts facts, CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return facts with { ReadAt = readAt, Clusters = await ClustersAsync(database, cancellationToken) };
    }

    private static Task<List<ClusterFact>> ClustersAsync(TraceboardContext database, CancellationToken cancellationToken) =>
        database.Clusters.Select(cluster => new ClusterFact(cluster.Id, cluster.Uid, cluster.Name, cluster.ProvenAt)).ToListAsync(cancellationToken);

    // Workloads without a pod: what their newest deployment brought. All containers of a pod begin at its creation, so
    // the time of the newest finds the others.
    private static async Task<List<DeploymentFact>> IdleAsync(
        TraceboardContext database, List<WorkloadFact> workloads, List<RunningFact> running, CancellationToken cancellationToken)
    {
        var busy = running.Select(row => row.WorkloadId).ToHashSet();
        var idle = new List<DeploymentFact>();
        foreach (var chunk in workloads.Select(workload => workload.Id).Where(id => !busy.Contains(id)).Chunk(Chunk))
        {
            var newest = await database.Workloads
                .Where(workload => chunk.Contains(workload.Id))
                .Select(workload => database.Deployments
                    .Where(deployment => deployment.WorkloadId == workload.Id && deployment.Change != ChangeKind.Removed)
                    .OrderByDescending(deployment => deployment.StartedAt).ThenByDescending(deployment => deployment.Id)
                    .Select(deployment => (long?)deployment.Id)
                    .FirstOrDefault())
                .Where(id => id != null)
                .ToListAsync(cancellationToken);
            idle.AddRange(await (
                from last in database.Deployments
                where newest.Contains(last.Id)
                from deployment in database.Deployments
                where deployment.WorkloadId == last.WorkloadId && deployment.StartedAt == last.StartedAt && deployment.BuildId != null
                select new DeploymentFact(deployment.Id, deployment.WorkloadId, deployment.Container, deployment.Change, deployment.BuildId, deployment.StartedAt))
                .ToListAsync(cancellationToken));
        }

        return idle;
    }

    // Nobody stores which container counts once no pod is left: the one named like the workload, else the first.
    private static IEnumerable<RunningFact> Wanted(List<WorkloadFact> workloads, List<DeploymentFact> idle)
    {
        var names = workloads.ToDictionary(workload => workload.Id, workload => workload.Name);
        foreach (var workload in idle.GroupBy(deployment => deployment.WorkloadId))
        {
            var primary = workload.OrderByDescending(deployment => string.Equals(deployment.Container, names[workload.Key], StringComparison.Ordinal))
                .ThenBy(deployment => deployment.Id).First().Container;
            foreach (var deployment in workload)
            {
                var isPrimary = string.Equals(deployment.Container, primary, StringComparison.Ordinal);
                yield return new RunningFact(workload.Key, deployment.Container, deployment.BuildId!.Value, isPrimary, 0, 0, deployment.Id);
            }
        }
    }

    private static async Task<Dictionary<int, BuildFact>> BuildsAsync(TraceboardContext database, List<DeploymentFact> idle, CancellationToken cancellationToken)
    {
        var builds = await database.Builds
            .Where(build => database.Running.Select(row => row.BuildId).Contains(build.Id))
            .Select(build => new BuildFact(build.Id, build.Image, build.Digest))
            .ToDictionaryAsync(build => build.Id, cancellationToken);
        foreach (var chunk in idle.Select(deployment => deployment.BuildId!.Value).Distinct().Where(id => !builds.ContainsKey(id)).Chunk(Chunk))
        {
            var more = await database.Builds.Where(build => chunk.Contains(build.Id)).Select(build => new BuildFact(build.Id, build.Image, build.Digest)).ToListAsync(cancellationToken);
            foreach (var build in more)
                builds[build.Id] = build;
        }

        return builds;
    }

    private async Task<IReadOnlyDictionary<int, TraceAnswer>> TracesAsync(Dictionary<int, BuildFact> builds, CancellationToken cancellationToken)
    {
        var told = await traces.TracesOfAsync([.. builds.Values.Select(build => build.Image).Distinct(StringComparer.Ordinal)], cancellationToken);
        return builds.ToDictionary(build => build.Key, build => TraceAnswers.Of(told[build.Value.Image]));
    }

    // A rollback of a pod with several containers is one rollback.
    private Task<int> RollbacksAsync(TraceboardContext database, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().AddHours(-24);
        return database.Deployments
            .Where(deployment => deployment.StartedAt >= since && deployment.Change == ChangeKind.Rollback)
            .Select(deployment => new { deployment.WorkloadId, deployment.StartedAt })
            .Distinct()
            .CountAsync(cancellationToken);
    }
}
