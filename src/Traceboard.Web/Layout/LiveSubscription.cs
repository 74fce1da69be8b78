namespace Traceboard.Web.Layout;

/// <summary>A page's subscription; disposing it ends the subscription and waits until it has ended.</summary>
public sealed class LiveSubscription : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private bool _disposed;

    private LiveSubscription(Func<CancellationToken, Task> run) => _running = run(_stop.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // The loop awaits without a lock and runs where this runs: waiting for it cannot block it.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    internal static LiveSubscription Start(Func<CancellationToken, Task> run) => new(run);
}
