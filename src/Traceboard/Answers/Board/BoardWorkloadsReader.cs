using Microsoft.EntityFrameworkCore;
using Traceboard.Deployments;
using Traceboard.History;

namespace Traceboard.Answers.Board;

/// <summary>Reads workloads that are not removed, with what they run.</summary>
internal static class BoardWorkloadsReader
{
    private const int Chunk = 500;

    /// <summary>All of them.</summary>
    public static Task<List<BoardWorkload>> AllAsync(TraceboardContext database, CancellationToken cancellationToken) =>
        ReadAsync(database, database.Workloads, database.Running, cancellationToken);

    /// <summary>Those of some ids, as far as they are there.</summary>
    public static Task<List<BoardWorkload>> SomeAsync(TraceboardContext database, int[] ids, CancellationToken cancellationToken) => ReadAsync(
        database,
        database.Workloads.Where(workload => EF.Parameter(ids).Contains(workload.Id)),
        database.Running.Where(row => EF.Parameter(ids).Contains(row.WorkloadId)),
        cancellationToken);

    private static async Task<List<BoardWorkload>> ReadAsync(
        TraceboardContext database, IQueryable<WorkloadRow> asked, IQueryable<RunningRow> askedRunning, CancellationToken cancellationToken)
    {
        var workloads = await asked
            .Where(workload => workload.RemovedAt == null)
            .Select(workload => new WorkloadFact(
                workload.Id, workload.ClusterId, workload.Namespace, workload.Kind, workload.Name, workload.Service, workload.Team,
                workload.EnvironmentLabel, workload.DesiredReplicas, workload.Rollout, workload.RolloutReason))
            .ToListAsync(cancellationToken);
        var running = await askedRunning
            .Select(row => new RunningIds(row.WorkloadId, row.Container, row.BuildId, row.IsPrimary, row.Pods, row.Ready, row.DeploymentId))
            .ToListAsync(cancellationToken);
        var deployments = await database.Deployments
            .Where(deployment => askedRunning.Select(row => row.DeploymentId).Contains(deployment.Id))
            .Select(deployment => new DeploymentFact(deployment.Id, deployment.WorkloadId, deployment.Container, deployment.Change, deployment.BuildId, deployment.StartedAt))
            .ToDictionaryAsync(deployment => deployment.Id, cancellationToken);
        var builds = await database.Builds
            .Where(build => askedRunning.Select(row => row.BuildId).Contains(build.Id))
            .Select(build => new BuildFact(build.Id, build.Image, build.Digest))
            .ToDictionaryAsync(build => build.Id, cancellationToken);
        var idle = await IdleAsync(database, workloads, running, cancellationToken);
        foreach (var last in idle)
            deployments.TryAdd(last.Id, last);
        running.AddRange(Wanted(workloads, idle));
        await AddBuildsAsync(database, builds, idle, cancellationToken);

        var byWorkload = running
            .Where(row => builds.ContainsKey(row.BuildId))
            .ToLookup(
                row => row.WorkloadId,
                row => new RunningFact(row.Container, row.IsPrimary, row.Pods, row.Ready, builds[row.BuildId], deployments.GetValueOrDefault(row.DeploymentId)));
        return [.. workloads.Select(workload => new BoardWorkload(workload, [.. byWorkload[workload.Id]]))];
    }

    // Workloads without a pod: what their newest deployment brought. All containers of a pod begin at its creation, so
    // the time of the newest finds the others.
    private static async Task<List<DeploymentFact>> IdleAsync(
        TraceboardContext database, List<WorkloadFact> workloads, List<RunningIds> running, CancellationToken cancellationToken)
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
    private static IEnumerable<RunningIds> Wanted(List<WorkloadFact> workloads, List<DeploymentFact> idle)
    {
        var names = workloads.ToDictionary(workload => workload.Id, workload => workload.Name);
        foreach (var workload in idle.GroupBy(deployment => deployment.WorkloadId))
        {
            var primary = workload.OrderByDescending(deployment => string.Equals(deployment.Container, names[workload.Key], StringComparison.Ordinal))
                .ThenBy(deployment => deployment.Id).First().Container;
            foreach (var deployment in workload)
            {
                var isPrimary = string.Equals(deployment.Container, primary, StringComparison.Ordinal);
                yield return new RunningIds(workload.Key, deployment.Container, deployment.BuildId!.Value, isPrimary, 0, 0, deployment.Id);
            }
        }
    }

    private static async Task AddBuildsAsync(
        TraceboardContext database, Dictionary<int, BuildFact> builds, List<DeploymentFact> idle, CancellationToken cancellationToken)
    {
        foreach (var chunk in idle.Select(deployment => deployment.BuildId!.Value).Distinct().Where(id => !builds.ContainsKey(id)).Chunk(Chunk))
        {
            var more = await database.Builds.Where(build => chunk.Contains(build.Id)).Select(build => new BuildFact(build.Id, build.Image, build.Digest)).ToListAsync(cancellationToken);
            foreach (var build in more)
                builds[build.Id] = build;
        }
    }

    private sealed record RunningIds(int WorkloadId, string Container, int BuildId, bool IsPrimary, int Pods, int Ready, long DeploymentId);
}
