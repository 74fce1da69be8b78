using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Traceboard.Clusters;
using Traceboard.History.Tracing;

namespace Traceboard.History.Recording;

/// <summary>
/// Drains observations into the database, each batch in one transaction with its heartbeat and its resume points. A
/// batch that cannot be committed is tried again until it can, and meanwhile no further one is taken: the watchers
/// coalesce, nothing is dropped. An observation that the rules cannot work in is left out and logged; resume points then
/// stay where they were until a complete list has told everything again, so a restart goes on from before it.
/// </summary>
internal sealed partial class Recorder(
    ObservationChannel channel,
    Ledger ledger,
    IDbContextFactory<TraceboardContext> contexts,
    QuestionPlanter planter,
    RecorderState state,
    HistoryChanges changes,
    TimeProvider clock,
    ILogger<Recorder> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Workloads of a cluster whose whole state is large.</summary>
    private const int Large = 500;

    private RememberedHistory? _history;

    /// <summary>Records one batch; returns when it is committed.</summary>
    public async Task RecordAsync(ObservationBatch batch, CancellationToken cancellationToken)
    {
        string? failure = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await CommitAsync(batch, cancellationToken);
                if (failure is not null)
                    LogRecovered(batch.Cluster.Name);
                return;
            }
            catch (Exception exception) when (Ledger.IsFailure(exception))
            {
                var message = exception.GetBaseException().Message;
                if (!string.Equals(message, failure, StringComparison.Ordinal))
                    LogFailed(exception, batch.Cluster.Name);
                failure = message;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The edge of the loop over batches: one that cannot be worked in must not hold up the other clusters.
                LogLeftOut(exception, batch.Cluster.Name);
                state.Skip(batch.Cluster.Uid, batch.Cluster.Name, "all workloads", exception);
                return;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var batch in channel.ReadAllAsync(stoppingToken))
            await RecordAsync(batch, stoppingToken);
    }

    private async Task CommitAsync(ObservationBatch batch, CancellationToken cancellationToken)
    {
        var history = _history ?? await ReadAsync(cancellationToken);
        _history = null;
        var (change, skipped) = await ledger.WriteAsync(
            async (context, token) =>
            {
                var writer = new BatchWriter(context, history, batch, planter, state, clock.GetUtcNow());
                return (await writer.WriteAsync(token), writer.Skipped);
            },
            cancellationToken);
        _history = history;

        foreach (var (workload, exception) in skipped)
        {
            LogSkipped(exception, workload.Kind, workload.Namespace, workload.Name, batch.Cluster.Name);
            state.Skip(batch.Cluster.Uid, batch.Cluster.Name, $"{workload.Kind} {workload.Namespace}/{workload.Name}", exception);
        }

        if (skipped.Count == 0 && batch.IsComplete)
            state.Clear(batch.Cluster.Uid);
        if (batch.IsComplete && batch.Workloads.Count >= Large)
            GiveMemoryBack();
        if (change.Running || change.Deployments.Count > 0 || change.Images.Count > 0)
            changes.OnCommitted(change);
    }

    // The whole state of a large cluster leaves many times what is kept of it behind, and little comes after it that would
    // make the collector return that to the machine.
    private static void GiveMemoryBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private async Task<RememberedHistory> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await RememberedHistoryReader.ReadAsync(context, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "An observation of cluster {Cluster} cannot be written; it is kept and tried again until it can.")]
    private partial void LogFailed(Exception exception, string cluster);

    [LoggerMessage(LogLevel.Information, "The observation of cluster {Cluster} that waited is written.")]
    private partial void LogRecovered(string cluster);

    [LoggerMessage(LogLevel.Error, "An observation of {Kind} {Namespace}/{Name} in cluster {Cluster} could not be worked in and is left out.")]
    private partial void LogSkipped(Exception exception, string kind, string @namespace, string name, string cluster);

    [LoggerMessage(LogLevel.Error, "A batch of cluster {Cluster} could not be worked in and is left out until the cluster is listed again.")]
    private partial void LogLeftOut(Exception exception, string cluster);
}
