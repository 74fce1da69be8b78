using Microsoft.Extensions.Options;
using Traceboard.Clusters.Checking;
using Traceboard.Clusters.Connection;

namespace Traceboard.Clusters;

/// <summary>Tries every configured cluster, for <c>traceboard check</c>.</summary>
public sealed class ClusterChecks
{
    private readonly IOptions<ClustersOptions> _options;
    private readonly Surroundings _surroundings;
    private readonly TimeProvider _time;

    internal ClusterChecks(IOptions<ClustersOptions> options, Surroundings surroundings, TimeProvider time) =>
        (_options, _surroundings, _time) = (options, surroundings, time);

    /// <summary>
    /// One line for each cluster, and one for each right that it lacks or has without need. Never throws for what is
    /// wrong with a cluster; that is a line which is not <see cref="CheckResult.Ok"/>.
    /// </summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var clusters = ConfiguredClusters.Of(_options.Value, _surroundings);
        var results = await Task.WhenAll(clusters.Select(cluster => new ClusterCheck(cluster, _surroundings, _time).RunAsync(cancellationToken)));
        return [.. results.SelectMany(lines => lines)];
    }
}
