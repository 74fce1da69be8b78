using Traceboard.Clusters;

namespace Traceboard.Answers.Board;

/// <summary>How current the stored state of a cluster is.</summary>
/// <param name="ClusterId">Its key in the database, or null when it was never recorded.</param>
/// <param name="Uid">Its UID, or null when it was never reached.</param>
/// <param name="Name">Its name.</param>
/// <param name="Freshness">How recent its proof is.</param>
/// <param name="AsOf">Its last proof, or null when there is none.</param>
internal sealed record ClusterProof(int? ClusterId, string? Uid, string Name, Freshness Freshness, DateTimeOffset? AsOf);

/// <summary>
/// Joins what the watchers say of their clusters with what was recorded of them. A cluster's word counts for the stored
/// state only once a batch of this process was recorded: until then the state is as old as its last record.
/// </summary>
/// <param name="startedAt">When this process began to watch.</param>
internal sealed class ClusterProofs(DateTimeOffset startedAt)
{
    private static readonly TimeSpan LiveFor = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(5);

    /// <summary>The proofs when the records could not be read again since <paramref name="readAt"/>: then they age too.</summary>
    public IReadOnlyList<ClusterProof> Of(IReadOnlyList<ClusterFact> recorded, IReadOnlyList<ClusterState> watched, DateTimeOffset readAt, DateTimeOffset now)
    {
        var age = now - readAt;
        var least = age > StaleAfter ? Freshness.Stale : age > LiveFor ? Freshness.Lagging : Freshness.Live;
        return [.. Of(recorded, watched).Select(proof => proof with
        {
            Freshness = Worse(proof.Freshness, least),
            AsOf = least > Freshness.Live && proof.AsOf > readAt ? readAt : proof.AsOf,
        })];
    }

    public IReadOnlyList<ClusterProof> Of(IReadOnlyList<ClusterFact> recorded, IReadOnlyList<ClusterState> watched)
    {
        var proofs = new List<ClusterProof>();
        var byUid = recorded.ToDictionary(cluster => cluster.Uid, StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in watched)
        {
            var record = state.Uid is null
                ? recorded.Where(cluster => string.Equals(cluster.Name, state.Name, StringComparison.Ordinal)).MaxBy(cluster => cluster.ProvenAt)
                : byUid.GetValueOrDefault(state.Uid);
            if (record is not null && !told.Add(record.Uid))
                continue;
            proofs.Add(record is null ? NeverRecorded(state) : Recorded(record, state));
        }

        // While a configured cluster is not identified yet, it may be any of the recorded ones under a new name.
        if (watched.Any(state => state.Uid is null))
        {
            proofs.AddRange(recorded.Where(cluster => told.Add(cluster.Uid))
                .Select(cluster => new ClusterProof(cluster.Id, cluster.Uid, cluster.Name, Freshness.Unreachable, cluster.ProvenAt)));
        }

        return proofs;
    }

    private static ClusterProof NeverRecorded(ClusterState state) =>
        new(null, state.Uid, state.Name, Worse(state.Freshness, Freshness.Stale), null);

    // A proof that the Recorder did not write within five minutes proves nothing about what is stored.
    private ClusterProof Recorded(ClusterFact record, ClusterState state) =>
        record.ProvenAt >= startedAt && !(state.ProvenAt - record.ProvenAt > StaleAfter)
            ? new(record.Id, record.Uid, state.Name, state.Freshness, state.ProvenAt > record.ProvenAt ? state.ProvenAt : record.ProvenAt)
            : new(record.Id, record.Uid, state.Name, Worse(state.Freshness, Freshness.Stale), record.ProvenAt);

    private static Freshness Worse(Freshness left, Freshness right) => left > right ? left : right;
}
