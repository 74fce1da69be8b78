using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.Sources;
using Traceboard.Sources.Registries;

namespace Traceboard.Answers.Status;

/// <summary>Answers how Traceboard is doing, also when its database does not answer: then that is part of the answer.</summary>
internal sealed class CurrentStatusReader(
    Fleet fleet, GitHosts hosts, ConfiguredRegistries registries, MappingReport mapping, DatabaseStateReader databases, IDbContextFactory<TraceboardContext> contexts) : StatusReader
{
    private const int MostGaps = 50;

    private static DateTimeOffset ProcessStart { get; } = ReadProcessStart();

    private static string Version { get; } =
        typeof(StatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public override async Task<StatusAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var clusters = fleet.Clusters;
        var state = await databases.ReadAsync(cancellationToken);
        var status = new StatusAnswer
        {
            AsOf = clusters.Min(cluster => cluster.ProvenAt),
            Freshness = clusters.Select(cluster => cluster.Freshness).DefaultIfEmpty(Freshness.Unreachable).Max(),
            Version = Version,
            StartedAt = ProcessStart,
            Clusters = clusters,
            GitHosts = [.. hosts.All.Select(host => host.State)],
            Registries = [.. registries.All.Select(registry => registry.State)],
            Queue = new QueueAnswer(0, OldestSince: null),
            Database = Tell(state),
        };
        try
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            return status with
            {
                AsOf = status.AsOf ?? await database.Clusters.Select(cluster => (DateTimeOffset?)cluster.ProvenAt).MinAsync(cancellationToken),
                Gaps = await GapsAsync(database, cancellationToken),
                Queue = await QueueAsync(database, cancellationToken),
                RepositoryAlarms = await RepositoryAlarms.ReadAsync(database, cancellationToken),
                Mapping = await mapping.ReadAsync(database, cancellationToken),
            };
        }
        catch (DbException fault)
        {
            var problem = $"The database cannot be read: {fault.Message.ReplaceLineEndings(" ")} Look whether its disk is full or its server is down.";
            return status with { Database = status.Database with { Problem = status.Database.Problem ?? problem } };
        }
    }

    private static DateTimeOffset ReadProcessStart()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUniversalTime();
    }

    private static DatabaseAnswer Tell(DatabaseState state) => new(
        state.Engine.Provider, state.Engine.Version, state.Engine.Location, state.Engine.SizeBytes, state.Deployments, state.LastWriteAt, state.Problem);

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
}
