using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Traceboard.Answers.Board;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers.Status;

/// <summary>Answers how Traceboard is doing, also when its database does not answer: then that is part of the answer.</summary>
internal sealed class CurrentStatusReader(
    Fleet fleet, GitHosts hosts, CurrentBoard board, IDbContextFactory<TraceboardContext> contexts, TimeProvider time) : StatusReader
{
    private const int MostGaps = 50;
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    private static string Version { get; } =
        typeof(StatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public override async Task<StatusAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var clusters = fleet.Clusters;
        var status = new StatusAnswer
        {
            AsOf = clusters.Min(cluster => cluster.ProvenAt),
            Freshness = clusters.Select(cluster => cluster.Freshness).DefaultIfEmpty(Freshness.Unreachable).Max(),
            Version = Version,
            StartedAt = _startedAt,
            Clusters = clusters,
            GitHosts = [.. hosts.All.Select(host => host.State)],
            Queue = new QueueAnswer(0, OldestSince: null),
            Database = new DatabaseAnswer("", "", "", SizeBytes: null, 0, board.CommittedAt, Problem: null),
        };

        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return status with
            {
                AsOf = status.AsOf ?? await database.Clusters.Select(cluster => (DateTimeOffset?)cluster.ProvenAt).MinAsync(cancellationToken),
                Gaps = await GapsAsync(database, cancellationToken),
                Queue = await QueueAsync(database, cancellationToken),
                Database = await DatabaseAsync(database, cancellationToken),
            };
        }
        catch (DbException fault)
        {
            var connection = database.Database.GetDbConnection();
            return status with
            {
                Database = status.Database with
                {
                    Provider = ProviderOf(database),
                    Location = connection.DataSource,
                    Problem = $"The database does not answer: {fault.Message.ReplaceLineEndings(" ")} Look whether its disk is full or its server is down; nothing observed is lost meanwhile.",
                },
            };
        }
    }

    private static async Task<IReadOnlyList<GapAnswer>> GapsAsync(TraceboardContext database, CancellationToken cancellationToken) =>
        await (
            from gap in database.Gaps
            join cluster in database.Clusters on gap.ClusterId equals cluster.Id
            orderby gap.Until descending
            select new GapAnswer(cluster.Name, gap.From, gap.Until, gap.Reason))
            .Take(MostGaps)
            .ToListAsync(cancellationToken);

    private static async Task<QueueAnswer> QueueAsync(TraceboardContext database, CancellationToken cancellationToken)
    {
        var waiting = database.Questions.Where(question => question.State == QuestionState.Waiting);
        return new QueueAnswer(
            await waiting.CountAsync(cancellationToken),
            await waiting.Select(question => (DateTimeOffset?)question.AskedAt).MinAsync(cancellationToken));
    }

    private async Task<DatabaseAnswer> DatabaseAsync(TraceboardContext database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = database.Database.GetDbConnection();
        var file = new FileInfo(connection.DataSource);
        return new DatabaseAnswer(
            ProviderOf(database),
            connection.ServerVersion,
            connection.DataSource,
            file.Exists ? file.Length : null,
            await database.Deployments.LongCountAsync(cancellationToken),
            board.CommittedAt,
            Problem: null);
    }

    private static string ProviderOf(TraceboardContext database) =>
        database.Database.ProviderName?.Contains("Npgsql", StringComparison.Ordinal) == true ? "PostgreSql" : "Sqlite";
}
