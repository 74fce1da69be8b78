using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;

namespace Traceboard.History.Recording;

/// <summary>Writes the cluster itself: name, heartbeat, resume points and gap.</summary>
internal static class ClusterWriter
{
    private const int LongestText = 512;

    public static RememberedClusterState Write(TraceboardContext context, RememberedHistory history, ObservationBatch batch)
    {
        var isKnown = history.Clusters.TryGetValue(batch.Cluster.Uid, out var cluster);
        var stored = isKnown ? ToRow(batch.Cluster.Uid, cluster!) : null;
        cluster ??= history.Clusters[batch.Cluster.Uid] = new RememberedClusterState
        {
            Id = history.NextClusterId++,
            Name = batch.Cluster.Name,
            FirstSeenAt = batch.ProvenAt,
            ProvenAt = batch.ProvenAt,
        };
        cluster.Name = batch.Cluster.Name;
        cluster.ProvenAt = batch.ProvenAt > cluster.ProvenAt ? batch.ProvenAt : cluster.ProvenAt;
        context.Put(ToRow(batch.Cluster.Uid, cluster), stored);
        return cluster;
    }

    public static void WriteResumePoints(TraceboardContext context, RememberedClusterState cluster, ObservationBatch batch)
    {
        foreach (var point in batch.ResumePoints.DistinctBy(point => point.Resource, StringComparer.Ordinal))
        {
            var isKnown = cluster.ResumePoints.TryGetValue(point.Resource, out var was);
            if (string.Equals(was, point.ResourceVersion, StringComparison.Ordinal))
                continue;
            cluster.ResumePoints[point.Resource] = point.ResourceVersion;
            context.Entry(new ResumePointRow { ClusterId = cluster.Id, Resource = point.Resource, ResourceVersion = point.ResourceVersion })
                .State = isKnown ? EntityState.Modified : EntityState.Added;
        }
    }

    public static async Task WriteGapAsync(
        TraceboardContext context, RememberedClusterState cluster, UnobservedInterval gap, CancellationToken cancellationToken)
    {
        if (await context.Gaps.AnyAsync(known => known.ClusterId == cluster.Id && known.From == gap.From, cancellationToken))
            return;
        context.Gaps.Add(new GapRow
        {
            ClusterId = cluster.Id,
            From = gap.From,
            Until = gap.Until,
            Reason = gap.Reason.Length > LongestText ? gap.Reason[..LongestText] : gap.Reason,
        });
    }

    /// <summary>Notes in one statement that all workloads of a complete list still exist.</summary>
    public static Task<int> MarkSeenAsync(
        TraceboardContext context, RememberedClusterState cluster, ObservationBatch batch, CancellationToken cancellationToken)
    {
        var notAsked = cluster.Workloads
            .Where(workload => workload.Value.RemovedAt is null && !batch.Scope.Covers(workload.Key.Namespace))
            .Select(workload => workload.Value.Id)
            .ToArray();
        var seen = context.Workloads.Where(workload => workload.ClusterId == cluster.Id && workload.RemovedAt == null);
        if (notAsked.Length > 0)
            seen = seen.Where(workload => !EF.Parameter(notAsked).Contains(workload.Id));
        return seen.ExecuteUpdateAsync(row => row.SetProperty(workload => workload.SeenAt, batch.ProvenAt), cancellationToken);
    }

    private static ClusterRow ToRow(string uid, RememberedClusterState cluster) => new()
    {
        Id = cluster.Id,
        Uid = uid,
        Name = cluster.Name,
        FirstSeenAt = cluster.FirstSeenAt,
        ProvenAt = cluster.ProvenAt,
    };
}
