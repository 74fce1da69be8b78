using Traceboard.Clusters;

namespace Traceboard.Web.Layout;

/// <summary>What the freshness pill says.</summary>
/// <param name="Freshness">The worst freshness of the clusters.</param>
/// <param name="Word">It, in a word.</param>
/// <param name="Clusters">Of how many clusters it speaks.</param>
/// <param name="AsOf">The oldest proof among the clusters, or null when one was never reached.</param>
/// <param name="Now">The server's time of saying so.</param>
public sealed record FreshnessWords(Freshness Freshness, string Word, string Clusters, DateTimeOffset? AsOf, DateTimeOffset Now)
{
    /// <summary>Words for these clusters.</summary>
    public static FreshnessWords Of(IReadOnlyList<ClusterState> clusters, DateTimeOffset now)
    {
        if (clusters.Count == 0)
            return new(Freshness.Unreachable, "No cluster", "configured", null, now);

        var worst = clusters.Max(cluster => cluster.Freshness);
        var off = clusters.Count(cluster => cluster.Freshness != Freshness.Live);
        var asOf = clusters.Any(cluster => cluster.ProvenAt is null) ? null : clusters.Min(cluster => cluster.ProvenAt);
        var count = clusters.Count == 1 ? "1 cluster" : $"{clusters.Count} clusters";
        return new(worst, Named(worst), off == 0 ? count : $"{off} of {count}", asOf, now);
    }

    private static string Named(Freshness freshness) => freshness switch
    {
        Freshness.Live => "Live",
        Freshness.Lagging => "Lagging",
        Freshness.Stale => "Stale",
        _ => "No contact",
    };
}
