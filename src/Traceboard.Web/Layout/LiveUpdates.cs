using System.Runtime.CompilerServices;
using Traceboard.Answers;

namespace Traceboard.Web.Layout;

/// <summary>
/// Refreshes a page after changes, at most once a second, and only while its browser is connected. After a
/// reconnection it refreshes at once. A page subscribes after its first render and disposes the subscription with itself.
/// </summary>
public sealed partial class LiveUpdates(AnswerChanges changes, CircuitConnection connection, TimeProvider time, ILogger<LiveUpdates> logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Refreshes after each change of the answers.</summary>
    public LiveSubscription OnChange(Func<CancellationToken, Task> refresh) =>
        LiveSubscription.Start(stop => RunAsync(FollowAsync, refresh, stop));

    /// <summary>Refreshes at fixed intervals.</summary>
    public LiveSubscription Every(TimeSpan period, Func<CancellationToken, Task> refresh) =>
        LiveSubscription.Start(stop => RunAsync(token => TickAsync(period, token), refresh, stop));

    private async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<long>> source, Func<CancellationToken, Task> refresh, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await connection.WaitUntilUpAsync(stop);
                using var connected = CancellationTokenSource.CreateLinkedTokenSource(stop, connection.Down);
                await foreach (var _ in source(connected.Token))
                {
                    await refresh(connected.Token);
                    await Task.Delay(Pace, time, connected.Token);
                }

                await Task.Delay(Pace, time, stop);
            }
            catch (OperationCanceledException)
            {
                // The page is gone (the loop ends) or its browser is (the loop waits for it).
            }
            catch (Exception problem)
            {
                LogRefreshFailed(problem);
                await Task.Delay(Pace, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    /// <summary>First at once, so that nothing between the first picture and the subscription is missed.</summary>
    private async IAsyncEnumerable<long> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var following = changes.WatchAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        var next = following.MoveNextAsync().AsTask();
        try
        {
            yield return 0;
            while (await next)
            {
                yield return following.Current;
                next = following.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may not be disposed while it is asked for its next item.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async IAsyncEnumerable<long> TickAsync(TimeSpan period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period, time);
        var ticks = 0L;
        do
            yield return ticks++;
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page could not be refreshed; it keeps its last picture and tries again in a second.")]
    private partial void LogRefreshFailed(Exception problem);
}
