using Traceboard.Clusters;

namespace Traceboard.Tests.Answers;

/// <summary>A fleet that says what it is told to say.</summary>
internal sealed class StillFleet : Fleet
{
    private readonly List<ClusterState> _clusters = [];

    public Dictionary<(string Uid, Workload Workload), IReadOnlyList<PodSnapshot>> Pods { get; } = [];

    public override IReadOnlyList<ClusterState> Clusters => [.. _clusters];

    public override IReadOnlyList<PodSnapshot> PodsOf(string clusterUid, Workload workload) => Pods.GetValueOrDefault((clusterUid, workload)) ?? [];

    public void Say(string name, Freshness freshness, DateTimeOffset? provenAt, string? uid = null)
    {
        _clusters.RemoveAll(cluster => string.Equals(cluster.Name, name, StringComparison.Ordinal));
        _clusters.Add(new ClusterState { Name = name, Uid = uid, Freshness = freshness, ProvenAt = provenAt });
        OnChanged();
    }
}
