using Traceboard.Clusters.Connection;

namespace Traceboard.Clusters.Watching;

/// <summary>Says how a cluster is doing.</summary>
internal static class ClusterStates
{
    private static readonly TimeSpan _live = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _lagging = TimeSpan.FromMinutes(5);

    public static ClusterState Of(
        string name, string? uid, ClusterConnection connection, string? trouble, string? identityProblem, IReadOnlyList<WatchProgress> watches, int pods, DateTimeOffset now)
    {
        var required = watches.Where(watch => watch.Resource.IsRequired).ToList();
        var provenAt = required.Count > 0 && required.All(watch => watch.ProvenAt is not null) ? required.Min(watch => watch.ProvenAt) : null;
        var isFailing = trouble is not null || required.Exists(watch => watch.Error is not null);
        return new ClusterState
        {
            Name = name,
            Uid = uid,
            Server = connection.Server,
            Freshness = FreshnessOf(provenAt, isFailing, now),
            ProvenAt = provenAt,
            ListedAt = required.Count > 0 ? required.Min(watch => watch.ListedAt) : null,
            Pods = pods,
            Problems = [.. Problems(connection, trouble, identityProblem, watches, now).Distinct(StringComparer.Ordinal)],
            Watches = [.. watches.Select(watch => watch.Snapshot())],
        };
    }

    public static Freshness FreshnessOf(DateTimeOffset? provenAt, bool isFailing, DateTimeOffset now) => (now - provenAt) switch
    {
        null => Freshness.Unreachable,
        var age when age <= _live => Freshness.Live,
        var age when age <= _lagging => Freshness.Lagging,
        _ => isFailing ? Freshness.Unreachable : Freshness.Stale,
    };

    private static IEnumerable<string> Problems(
        ClusterConnection connection, string? trouble, string? identityProblem, IReadOnlyList<WatchProgress> watches, DateTimeOffset now)
    {
        if (trouble is not null)
            yield return trouble;
        foreach (var problem in connection.Problems)
            yield return problem;
        if (identityProblem is not null)
            yield return identityProblem;
        foreach (var watch in watches)
        {
            if (watch.Error is { } error)
                yield return watch.Resource.IsRequired ? error : $"{error} Until then {watch.Resource.Loss}.";
            else if (!watch.Resource.IsRequired && now - watch.ProvenAt is { } silent && silent > _lagging)
                yield return $"{watch.Resource.Subject} of {connection.Server} have told nothing for over {_lagging.TotalMinutes:0} minutes: the API server may be overloaded.";
        }
    }
}
