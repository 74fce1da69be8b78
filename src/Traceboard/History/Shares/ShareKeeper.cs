using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Traceboard.History.Shares;

/// <summary>Counts the traceable share a while after the start and then every quarter of an hour, so that a day ends with its last state.</summary>
internal sealed partial class ShareKeeper(DailyShares shares, TimeProvider clock, ILogger<ShareKeeper> logger) : BackgroundService
{
    // Long enough that a first start has asked most of its questions.
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(First, clock, stoppingToken);
        using var timer = new PeriodicTimer(Period, clock);
        do
            await CountAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            await shares.CountAsync(cancellationToken);
        }
        catch (Exception exception) when (Ledger.IsFailure(exception))
        {
            LogNotKept(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The traceable share could not be counted or written; it is tried again in a quarter of an hour.")]
    private partial void LogNotKept(Exception exception);
}
