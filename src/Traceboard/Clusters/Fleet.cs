namespace Traceboard.Clusters;

/// <summary>
/// All configured clusters as they are known at this moment, from memory. Safe to call from any thread; answers are
/// immutable copies. The watchers (in this room) register themselves.
/// </summary>
public abstract class Fleet
{
    /// <summary>Every configured cluster, in configuration order, also those never reached.</summary>
    public abstract IReadOnlyList<ClusterState> Clusters { get; }

    /// <summary>Running pods of a workload, empty while its cluster has not been listed since the start.</summary>
    public abstract IReadOnlyList<PodSnapshot> PodsOf(string clusterUid, Workload workload);

    /// <summary>Ticks when the freshness or a problem of any cluster changes. Handlers must be quick.</summary>
    public event Action? Changed;

    /// <summary>Raises <see cref="Changed"/>.</summary>
    protected void OnChanged() => Changed?.Invoke();
}
