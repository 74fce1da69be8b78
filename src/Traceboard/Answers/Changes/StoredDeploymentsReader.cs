using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Traceboard.Answers.Board;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;

namespace Traceboard.Answers.Changes;

/// <summary>
/// Reads deployments from the history. Text is looked for in what a reader would see, the traces included, so with a
/// text rows are read and left out; one page looks at a bounded number of them and may then be short, or even empty,
/// with a cursor to go on from.
/// </summary>
internal sealed class StoredDeploymentsReader(
    IDbContextFactory<TraceboardContext> contexts, RememberedTraces traces, Environments environments, CurrentBoard board, Fleet fleet, Attention attention) : DeploymentsReader
{
    private const int MostRows = 500;
    private const int MostLookedAt = 5_000;

    public override async Task<Page<DeploymentAnswer>> ReadAsync(DeploymentsFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostRows)
            throw new ArgumentException($"The limit is a number from 1 to {MostRows}.", nameof(limit));
        var position = string.IsNullOrEmpty(cursor) ? null : DeploymentsCursor.Parse(cursor);
        var text = string.IsNullOrWhiteSpace(filter.Query) ? null : filter.Query.Trim();

        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = await database.MatchingAsync(filter, environments, cancellationToken);
        var items = new List<DeploymentAnswer>();
        var lookedAt = 0;
        while (true)
        {
            var take = text is null ? limit + 1 : MostRows;
            var rows = await matching.After(position).Take(take).Stored(database)
                .OrderByDescending(row => row.StartedAt).ThenByDescending(row => row.Id)
                .ToListAsync(cancellationToken);
            var answers = await TellAsync(rows, cancellationToken);
            for (var index = 0; index < rows.Count; index++)
            {
                if (items.Count == limit)
                    return new Page<DeploymentAnswer>(items, position!.ToString());
                position = new DeploymentsCursor(rows[index].StartedAt, rows[index].Id);
                if (text is null || DeploymentText.Mentions(answers[index], text))
                    items.Add(answers[index]);
            }

            lookedAt += rows.Count;
            if (rows.Count < take)
                return new Page<DeploymentAnswer>(items, NextCursor: null);
            if (lookedAt >= MostLookedAt)
                return new Page<DeploymentAnswer>(items, position!.ToString());
        }
    }

    public override async Task<DeploymentAnswer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            return null;
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await database.Deployments.Where(deployment => deployment.Id == key).Stored(database).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
            return null;
        var answer = (await TellAsync([row], cancellationToken))[0];
        attention.LookAt(new[] { row.Image, row.PreviousImage }.OfType<string>());
        return answer with { Evidence = answer.Current?.Trace.Evidence ?? [], Pods = PodsOf(row) };
    }

    private PodSnapshot[] PodsOf(StoredDeployment row)
    {
        if (row.EndedAt is not null || row.Image is null)
            return [];
        return [.. fleet.PodsOf(row.ClusterUid, new Workload(row.Namespace, row.Kind, row.Name))
            .Where(pod => pod.Containers.Any(container =>
                string.Equals(container.Name, row.Container, StringComparison.Ordinal)
                && string.Equals(container.Image, row.Image, StringComparison.Ordinal)
                && (string.IsNullOrEmpty(row.Digest) || container.Digest is null || string.Equals(container.Digest, row.Digest, StringComparison.Ordinal))))];
    }

    private async Task<IReadOnlyList<DeploymentAnswer>> TellAsync(List<StoredDeployment> rows, CancellationToken cancellationToken)
    {
        var told = await traces.TracesOfAsync([.. rows.SelectMany(row => new[] { row.Image, row.PreviousImage }).OfType<string>()], cancellationToken);
        var clusters = (await board.SnapshotAsync(cancellationToken)).Clusters
            .Where(cluster => cluster.ClusterId is not null)
            .ToDictionary(cluster => cluster.ClusterId!.Value);
        return [.. rows.Select(row => Tell(row, told, clusters.GetValueOrDefault(row.ClusterId)))];
    }

    private DeploymentAnswer Tell(StoredDeployment row, IReadOnlyDictionary<string, Trace> told, ClusterProof? cluster)
    {
        var name = cluster?.Name ?? row.ClusterName;
        return new DeploymentAnswer
        {
            Id = row.Id.ToString(CultureInfo.InvariantCulture),
            Service = row.Service,
            Team = row.Team,
            Environment = environments.NameOf(name, row.Namespace, row.EnvironmentLabel),
            Workload = new WorkloadAnswer(name, row.Namespace, row.Kind, row.Name),
            Container = row.Container,
            Change = row.Change.ToString(),
            Origin = row.Origin.ToString(),
            StartedAt = row.StartedAt,
            CompletedAt = row.CompletedAt,
            EndedAt = row.EndedAt,
            Rollout = row.Rollout.ToString(),
            Previous = BuildOf(row.PreviousImage, row.PreviousDigest, told),
            Current = BuildOf(row.Image, row.Digest, told),
            RollbackOf = row.RollbackOfId?.ToString(CultureInfo.InvariantCulture),
            Freshness = cluster?.Freshness ?? Freshness.Unreachable,
            AsOf = cluster?.AsOf ?? row.ClusterProvenAt,
        };
    }

    private static BuildTraceAnswer? BuildOf(string? image, string? digest, IReadOnlyDictionary<string, Trace> told) =>
        image is null ? null : new BuildTraceAnswer(image, string.IsNullOrEmpty(digest) ? null : digest, TraceAnswers.Of(told[image]));
}
