using Microsoft.EntityFrameworkCore;
using Traceboard.Answers.Board;
using Traceboard.Answers.Untraceable;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Sources.Mending;

namespace Traceboard.Answers.Services;

/// <summary>Answers from the board in memory and the pods that the watchers know.</summary>
internal sealed class CurrentServiceReader(
    CurrentBoard board, Fleet fleet, Mends mends, IDbContextFactory<TraceboardContext> contexts, Attention attention) : ServiceReader
{
    public override async Task<ServiceAnswer?> ReadAsync(string service, CancellationToken cancellationToken)
    {
        var snapshot = await board.SnapshotAsync(cancellationToken);
        if (!snapshot.Workloads.TryGetValue(service, out var workloads))
            return await GoneAsync(service, snapshot, cancellationToken);

        var row = snapshot.Answer.Services.First(candidate => string.Equals(candidate.Service, service, StringComparison.Ordinal));
        attention.LookAt(row.Cells.Values.SelectMany(cell => cell.Builds).Where(build => build.Trace.Status == nameof(TraceStatus.Pending)).Select(build => build.Image).OfType<string>());
        var clusters = workloads.Select(workload => workload.Cluster).Distinct().ToArray();
        var proven = new Lazy<IReadOnlyList<ProvenSource>>(() => ProvenImages.Of(RunningImages.Of(snapshot.Workloads.Values.SelectMany(of => of))));
        return new ServiceAnswer
        {
            AsOf = clusters.Min(cluster => cluster.AsOf),
            Freshness = BoardBuilder.WorstOf(clusters),
            Service = row.Service,
            Team = row.Team,
            Environments = [.. row.Cells
                .Select(cell => (cell.Key, cell.Value, Workloads: workloads.Where(workload => string.Equals(workload.Environment, cell.Key, StringComparison.Ordinal)).ToArray()))
                .Where(cell => cell.Workloads.Length > 0)
                .Select(cell => new ServiceEnvironment { Environment = cell.Key, Cell = cell.Value, Workloads = [.. cell.Workloads.Select(Tell)], Fixes = FixesOf(cell.Value, proven) })],
        };
    }

    private IReadOnlyList<ImageFix> FixesOf(BoardCell cell, Lazy<IReadOnlyList<ProvenSource>> proven) =>
    [
        .. cell.Builds
            .Where(build => build.Trace.Status is not (nameof(TraceStatus.Traced) or nameof(TraceStatus.Pending) or nameof(TraceStatus.External)))
            .DistinctBy(build => build.Image, StringComparer.Ordinal)
            .Select(build => mends.For(build.Image, Enum.Parse<TraceStatus>(build.Trace.Status), proven.Value) is { } fix ? new ImageFix(build.Image, fix) : null)
            .OfType<ImageFix>(),
    ];

    private ServiceWorkload Tell(PlacedWorkload workload) => new(
        workload.Name,
        workload.Ready,
        workload.Total,
        workload.Fact.Rollout.ToString(),
        workload.Fact.RolloutReason,
        workload.Cluster.Freshness,
        workload.Cluster.AsOf,
        CellBuilder.BuildsOf([workload]),
        workload.Cluster.Uid is { } uid ? fleet.PodsOf(uid, new Workload(workload.Fact.Namespace, workload.Fact.Kind, workload.Fact.Name)) : []);

    // A service that ran once and runs nowhere now is still known.
    private async Task<ServiceAnswer?> GoneAsync(string service, BoardSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var gone = await database.Workloads
            .Where(workload => workload.Service == service)
            .OrderByDescending(workload => workload.SeenAt)
            .Select(workload => new { workload.Service, workload.Team })
            .FirstOrDefaultAsync(cancellationToken);
        return gone is null
            ? null
            : new ServiceAnswer { AsOf = snapshot.Answer.AsOf, Freshness = snapshot.Answer.Freshness, Service = gone.Service, Team = gone.Team, Environments = [] };
    }
}
