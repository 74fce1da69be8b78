using Microsoft.EntityFrameworkCore;
using Traceboard.History.Tracing;
using Traceboard.Sources;

namespace Traceboard.History.Shares;

/// <summary>
/// Counts how many pods can be traced and keeps it under the day. Only clusters with a recent proof count: what nobody
/// looked at is missing from a day rather than copied from the one before.
/// </summary>
internal sealed class DailyShares(Ledger ledger, IDbContextFactory<TraceboardContext> contexts, RememberedTraces traces, TimeProvider clock)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <summary>Counts now and stores it in place of what was counted earlier on the same day.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var pods = await PodsAsync(now - Recent, cancellationToken);
        var traced = await traces.TracesOfAsync([.. pods.Select(pod => pod.Image).Distinct(StringComparer.Ordinal)], cancellationToken);
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var shares = pods
            .Where(pod => traced[pod.Image].Status != TraceStatus.External)
            .GroupBy(pod => (pod.ClusterId, pod.Namespace, Team: pod.Team ?? ""))
            .Select(group => new ShareRow
            {
                Day = day,
                ClusterId = group.Key.ClusterId,
                Namespace = group.Key.Namespace,
                Team = group.Key.Team,
                Pods = group.Sum(pod => pod.Pods),
                TracedPods = group.Where(pod => traced[pod.Image].Status == TraceStatus.Traced).Sum(pod => pod.Pods),
            })
            .ToArray();
        var clusters = pods.Select(pod => pod.ClusterId).Distinct().ToArray();
        await ledger.WriteAsync(
            async (context, token) =>
            {
                await context.Shares.Where(share => share.Day == day && EF.Parameter(clusters).Contains(share.ClusterId)).ExecuteDeleteAsync(token);
                context.Shares.AddRange(shares);
                return shares.Length;
            },
            cancellationToken);
    }

    private async Task<List<CountedPods>> PodsAsync(DateTimeOffset provenSince, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Running
            .Where(running => running.IsPrimary && running.Pods > 0 && running.Workload!.RemovedAt == null && running.Workload.Cluster!.ProvenAt >= provenSince)
            .Select(running => new CountedPods(running.Workload!.ClusterId, running.Workload.Namespace, running.Workload.Team, running.Build!.Image, running.Pods))
            .ToListAsync(cancellationToken);
    }

    private sealed record CountedPods(int ClusterId, string Namespace, string? Team, string Image, int Pods);
}
