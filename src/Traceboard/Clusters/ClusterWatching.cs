using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Traceboard.Clusters;

/// <summary>
/// Watches every configured cluster while the application runs. If it ever dies, <see cref="Failed"/> says so and
/// <c>/healthz</c> must fail: the pages would go on showing what was.
/// </summary>
public sealed partial class ClusterWatching : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private readonly WatchedFleet _fleet;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterWatching> _logger;

    internal ClusterWatching(WatchedFleet fleet, TimeProvider time, ILogger<ClusterWatching> logger) =>
        (_fleet, _time, _logger) = (fleet, time, logger);

    /// <summary>Why watching has ended although the application runs, or null while all is well.</summary>
    public Exception? Failed { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        List<Task> tasks = [.. _fleet.Watchers.Select(watcher => watcher.RunAsync(all.Token)), LookAsync(all.Token)];
        try
        {
            await await Task.WhenAny(tasks);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Failed = fault;
            LogDied(fault);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }

        await all.CancelAsync();
        await Task.WhenAll(tasks).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Freshness decays by time alone, so it is looked at once a second.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_look, _time);
        do
        {
            _fleet.TellIfChanged();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Watching has ended: nothing that is shown is brought up to date any more. Restart the application")]
    private partial void LogDied(Exception fault);
}
