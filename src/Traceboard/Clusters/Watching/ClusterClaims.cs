namespace Traceboard.Clusters.Watching;

/// <summary>
/// Which configured cluster watches which UID, so that two contexts of one cluster are not watched twice. The first
/// one in the configuration wins among those that answer; see <see cref="WaitForEarlierAsync"/>.
/// </summary>
internal sealed class ClusterClaims(IReadOnlyList<string> names, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource> _settled = names.Distinct(StringComparer.Ordinal)
        .ToDictionary(name => name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);

    /// <summary>Claims the cluster; null if that succeeded, else the name it is watched under.</summary>
    public string? TryClaim(ClusterIdentity cluster)
    {
        lock (_gate)
        {
            if (_owners.TryAdd(cluster.Uid, cluster.Name) || string.Equals(_owners[cluster.Uid], cluster.Name, StringComparison.Ordinal))
            {
                _settled[cluster.Name].TrySetResult();
                return null;
            }

            return _owners[cluster.Uid];
        }
    }

    /// <summary>Says that a cluster has tried once, with whatever outcome.</summary>
    public void Settle(string name) => _settled[name].TrySetResult();

    /// <summary>Lets the clusters before this one claim first, but waits at most two seconds for one that does not answer.</summary>
    public async Task WaitForEarlierAsync(string name, CancellationToken cancellationToken)
    {
        var earlier = names.TakeWhile(other => !string.Equals(other, name, StringComparison.Ordinal)).Select(other => _settled[other].Task);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.WhenAll(earlier), Task.Delay(_patience, time, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
