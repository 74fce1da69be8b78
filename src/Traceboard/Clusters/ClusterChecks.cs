using Microsoft.Extensions.Options;
using Traceboard.Clusters.Checking;
using Traceboard.Clusters.Connection;

namespace Traceboard.Clusters;

/// <summary>Tries every configured cluster, for <c>traceboard check</c>.</summary>
public sealed class ClusterChecks : IDisposable
{
    private readonly Lazy<IReadOnlyList<ClusterCheck>> _clusters;

    internal ClusterChecks(IOptions<ClustersOptions> options, Surroundings surroundings, TimeProvider time) => _clusters = new(() =>
        [.. ConfiguredClusters.Of(options.Value, surroundings).Select(cluster => new ClusterCheck(cluster, surroundings, time))]);

    /// <summary>
    /// One for each cluster, in configuration order: a line for it, and one for each right that it lacks or has without
    /// need. What is wrong with a cluster is a line which is not <see cref="CheckResult.Ok"/>.
    /// </summary>
    public IReadOnlyList<Check> All => [.. _clusters.Value.Select(cluster => cluster.Check)];

    /// <summary>Lets go of the connections.</summary>
    public void Dispose()
    {
        if (!_clusters.IsValueCreated)
            return;
        foreach (var cluster in _clusters.Value)
            cluster.Dispose();
    }
}
