using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;

namespace Traceboard.History.Recording;

/// <summary>Tells a watcher what is remembered of its cluster when it connects.</summary>
internal sealed class RememberedClusterReader(IDbContextFactory<TraceboardContext> contexts)
{
    public async Task<RememberedCluster?> ReadAsync(string clusterUid, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Clusters.AsNoTracking().Include(cluster => cluster.ResumePoints)
            .FirstOrDefaultAsync(cluster => cluster.Uid == clusterUid, cancellationToken);
        return row is null ? null : new RememberedCluster(row.ProvenAt, [.. row.ResumePoints.Select(point => new ResumePoint(point.Resource, point.ResourceVersion))]);
    }
}
