using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>When mapping rules or tag patterns are changed, all remembered images are traced by the new ones, history included.</summary>
internal sealed partial class RuleChanges : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly Tracer _tracer;
    private readonly TracePlans _plans;
    private readonly QuestionSweep _sweep;
    private readonly HistoryChanges _changes;
    private readonly TimeProvider _clock;
    private readonly ILogger<RuleChanges> _logger;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public RuleChanges(Tracer tracer, TracePlans plans, QuestionSweep sweep, HistoryChanges changes, TimeProvider clock, ILogger<RuleChanges> logger)
    {
        (_tracer, _plans, _sweep, _changes, _clock, _logger) = (tracer, plans, sweep, changes, clock, logger);
        _tracer.RulesChanged += Ring;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _tracer.RulesChanged -= Ring;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _bell.Reader.ReadAllAsync(stoppingToken))
        {
            _plans.Forget();
            while (!await TellAsync(stoppingToken))
                await Task.Delay(PauseAfterFailure, _clock, stoppingToken);
        }
    }

    private async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var change in await _sweep.RunAsync(tellAll: true, cancellationToken))
                _changes.OnCommitted(change);
            return true;
        }
        catch (Exception exception) when (Ledger.IsFailure(exception))
        {
            LogFailed(exception);
            return false;
        }
    }

    private void Ring() => _bell.Writer.TryWrite(true);

    [LoggerMessage(LogLevel.Error, "The remembered images cannot be read with the changed rules; Traceboard tries again.")]
    private partial void LogFailed(Exception exception);
}
