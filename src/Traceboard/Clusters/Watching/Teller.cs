using Traceboard.Clusters.Observing;

namespace Traceboard.Clusters.Watching;

/// <summary>
/// Tells what was observed of one cluster: the whole state first, once every watch is settled, then what changes,
/// gathered for 100 ms; and every 15 seconds that all is as it was, while the cluster proves it.
/// </summary>
internal sealed class Teller(
    ClusterIdentity identity, NamespaceScope scope, ObservedCluster cluster, IReadOnlyList<WatchProgress> watches, ObservationChannel channel, TimeProvider time)
{
    private static readonly TimeSpan _gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _liveFor = TimeSpan.FromSeconds(90);

    /// <summary>How long one failing watch may hold back what the others know.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Silence after which a replay counts as over. The state is told together with what was replayed, because what ran
    /// in between is in order only there.
    /// </summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(100);

    private readonly WatchProgress _pods = watches.First(watch => watch.Resource.IsRequired);
    private readonly long _startedAt = time.GetTimestamp();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var toldAt = time.GetTimestamp();
        while (true)
        {
            var untilHeartbeat = _heartbeat - time.GetElapsedTime(toldAt);
            if (untilHeartbeat > TimeSpan.Zero)
                await cluster.WaitForNewsAsync(IsReplaying() && untilHeartbeat > _lookAgain ? _lookAgain : untilHeartbeat, cancellationToken);
            await Task.Delay(_gather, time, cancellationToken);
            var provenAt = _pods.ProvenAt;
            var isHeartbeatDue = time.GetElapsedTime(toldAt) >= _heartbeat;
            if (isHeartbeatDue)
                toldAt = time.GetTimestamp();
            if (provenAt is null || _pods.ListedAt is null || !MayTell())
                continue;
            var resumePoints = ResumePoints();
            var untold = cluster.Take(IsEverythingSettled());
            if (untold.IsEmpty && !(isHeartbeatDue && time.GetUtcNow() - provenAt <= _liveFor))
                continue;
            foreach (var (at, workload) in untold.Earlier)
                await channel.WriteAsync(Batch(new Untold(IsComplete: false, [workload], [], Missed: null), at, []), cancellationToken);
            await channel.WriteAsync(Batch(untold, provenAt.Value, resumePoints), cancellationToken);
            toldAt = time.GetTimestamp();
        }
    }

    private ObservationBatch Batch(Untold untold, DateTimeOffset provenAt, IReadOnlyList<ResumePoint> resumePoints) => new()
    {
        Cluster = identity,
        ProvenAt = provenAt,
        IsComplete = untold.IsComplete,
        Scope = scope,
        ResumePoints = resumePoints,
        Workloads = untold.Workloads,
        Removed = untold.Removed,
        Unobserved = untold.Missed,
    };

    /// <summary>Read before the state is taken: going on from too early tells a thing twice, from too late never.</summary>
    private IReadOnlyList<ResumePoint> ResumePoints() =>
        [.. watches.Where(watch => watch.ResumeVersion is not null).Select(watch => new ResumePoint(watch.Resource.Plural, watch.ResumeVersion!))];

    private bool IsEverythingSettled() => watches.All(watch => watch.IsSettled);

    private bool IsReplaying() => _pods.IsReplaying(time.GetUtcNow(), _quiet);

    private bool MayTell() => (IsEverythingSettled() && !IsReplaying()) || time.GetElapsedTime(_startedAt) >= _patience;
}
