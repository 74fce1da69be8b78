using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Traceboard.Deployments;
using Traceboard.History;
using Traceboard.History.Tracing;

namespace Traceboard.Answers.Board;

/// <summary>Reads what the board is built from: the current tables only, never the history.</summary>
internal sealed class BoardFactsReader(IDbContextFactory<TraceboardContext> contexts, RememberedTraces traces, TimeProvider time)
{
    private const int Chunk = 500;

    /// <summary>Reads everything.</summary>
    public Task<BoardFacts> ReadAsync(CancellationToken cancellationToken) => ReadAsync(before: null, [], cancellationToken);

    /// <summary>Reads what <paramref name="outdated"/> names again, by id; the other workloads are as they were before.</summary>
    public async Task<BoardFacts> ReadAsync(BoardFacts? before, IReadOnlyCollection<int> outdated, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        database.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var readAt = time.GetUtcNow();
        var clusters = await ClustersAsync(database, cancellationToken);
        IReadOnlyList<BoardWorkload> workloads = before is null
            ? await BoardWorkloadsReader.AllAsync(database, cancellationToken)
            : await RenewedAsync(database, before.Workloads, outdated, cancellationToken);
        return new BoardFacts
        {
            ReadAt = readAt,
            Clusters = clusters,
            Workloads = workloads,
            Traces = await TracesAsync(before?.Traces, workloads, cancellationToken),
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

    private static async Task<IReadOnlyList<BoardWorkload>> RenewedAsync(
        TraceboardContext database, IReadOnlyList<BoardWorkload> before, IReadOnlyCollection<int> outdated, CancellationToken cancellationToken)
    {
        if (outdated.Count == 0)
            return before;
        var ids = outdated.ToHashSet();
        var renewed = before.Where(workload => !ids.Contains(workload.Fact.Id)).ToList();
        foreach (var chunk in ids.Chunk(Chunk))
            renewed.AddRange(await BoardWorkloadsReader.SomeAsync(database, chunk, cancellationToken));
        return renewed;
    }

    // Asked for in small parts, and kept where they are the same: most are, and they are many.
    private async Task<ImmutableDictionary<string, TraceAnswer>> TracesAsync(
        ImmutableDictionary<string, TraceAnswer>? before, IReadOnlyList<BoardWorkload> workloads, CancellationToken cancellationToken)
    {
        var known = (before ?? ImmutableDictionary.Create<string, TraceAnswer>(StringComparer.Ordinal)).ToBuilder();
        foreach (var chunk in workloads.Chunk(Chunk))
        {
            var images = chunk.SelectMany(workload => workload.Running).Select(running => running.Build.Image).ToHashSet(StringComparer.Ordinal);
            foreach (var (image, trace) in await traces.TracesOfAsync(images, cancellationToken))
            {
                var answer = TraceAnswers.Of(trace);
                if (!ReferenceEquals(known.GetValueOrDefault(image), answer))
                    known[image] = answer;
            }
        }

        return known.ToImmutable();
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
