using Traceboard.Clusters.Watching;

namespace Traceboard.Clusters;

/// <summary>The fleet as its watchers know it.</summary>
internal sealed class WatchedFleet(IReadOnlyList<ClusterWatcher> watchers) : Fleet, IDisposable
{
    private string _told = "";

    public IReadOnlyList<ClusterWatcher> Watchers { get; } = watchers;

    public override IReadOnlyList<ClusterState> Clusters => [.. Watchers.Select(watcher => watcher.State)];

    public override IReadOnlyList<PodSnapshot> PodsOf(string clusterUid, Workload workload) =>
        Watchers.FirstOrDefault(watcher => watcher.IsWatching && string.Equals(watcher.Uid, clusterUid, StringComparison.Ordinal))?.PodsOf(workload) ?? [];

    /// <summary>Raises <see cref="Fleet.Changed"/> if a freshness or problem is another than last time. For one caller.</summary>
    public void TellIfChanged()
    {
        var now = string.Join('\n', Clusters.Select(cluster => $"{cluster.Name}\t{cluster.Freshness}\t{string.Join('\t', cluster.Problems)}"));
        if (string.Equals(now, _told, StringComparison.Ordinal))
            return;
        _told = now;
        OnChanged();
    }

    public void Dispose()
    {
        foreach (var watcher in Watchers)
            watcher.Dispose();
    }
}
