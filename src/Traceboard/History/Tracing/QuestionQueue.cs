using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>
/// Asks the Git hosts what has to be known, from the queue in the database: a slow host holds up no other, a new
/// question is asked at once, and what was found is never asked again, not after a restart either. Questions for a host
/// that is not configured wait.
/// </summary>
internal sealed partial class QuestionQueue : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly QuestionSweep _sweep;
    private readonly HistoryChanges _changes;
    private readonly Attention _attention;
    private readonly TimeProvider _clock;
    private readonly ILogger<QuestionQueue> _logger;
    private readonly IReadOnlyList<HostQueue> _queues;

    public QuestionQueue(
        GitHosts hosts,
        IDbContextFactory<TraceboardContext> contexts,
        QuestionSweep sweep,
        AnswerWriter answers,
        HistoryChanges changes,
        Attention attention,
        TimeProvider clock,
        ILogger<QuestionQueue> logger)
    {
        (_sweep, _changes, _attention, _clock, _logger) = (sweep, changes, attention, clock, logger);
        _queues = [.. hosts.All.Select(host =>
            new HostQueue(host, new DueQuestions(host.Name, contexts, attention, clock), answers, changes, clock, logger))];
        _changes.Committed += Ring;
        _attention.Turned += Ring;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changes.Committed -= Ring;
        _attention.Turned -= Ring;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([SweepAsync(stoppingToken), .. _queues.Select(queue => queue.RunAsync(stoppingToken))]);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var change in await _sweep.RunAsync(cancellationToken))
                    _changes.OnCommitted(change);
                return;
            }
            catch (Exception exception) when (Ledger.IsFailure(exception))
            {
                LogSweepFailed(exception);
                await Task.Delay(PauseAfterFailure, _clock, cancellationToken);
            }
        }
    }

    private void Ring(HistoryChange change)
    {
        if (change.NewQuestions > 0)
            Ring();
    }

    private void Ring()
    {
        foreach (var queue in _queues)
            queue.Ring();
    }

    [LoggerMessage(LogLevel.Error, "The remembered images cannot be read with the rules as they are now; Traceboard tries again.")]
    private partial void LogSweepFailed(Exception exception);
}
