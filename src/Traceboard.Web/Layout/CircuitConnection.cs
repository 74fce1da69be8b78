using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Traceboard.Web.Layout;

/// <summary>
/// Whether the browser of this circuit is there. A circuit outlives its connection for minutes; nothing may be rendered
/// for it meanwhile.
/// </summary>
public sealed class CircuitConnection : CircuitHandler, IDisposable
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _up = Done();
    private CancellationTokenSource _down = new();

    /// <summary>Cancelled when the connection goes down; another token after it has come back.</summary>
    public CancellationToken Down
    {
        get
        {
            lock (_gate)
                return _down.Token;
        }
    }

    /// <summary>Completes at once while the browser is there, else when it comes back.</summary>
    public Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _up.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        ComeUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => GoDownAsync();

    /// <inheritdoc/>
    public void Dispose() => _down.Dispose();

    internal void ComeUp()
    {
        lock (_gate)
        {
            if (_down.IsCancellationRequested)
            {
                _down.Dispose();
                _down = new CancellationTokenSource();
            }

            _up.TrySetResult();
        }
    }

    internal Task GoDownAsync()
    {
        CancellationTokenSource down;
        lock (_gate)
        {
            if (_up.Task.IsCompleted)
                _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            down = _down;
        }

        return down.CancelAsync();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        done.SetResult();
        return done;
    }
}
