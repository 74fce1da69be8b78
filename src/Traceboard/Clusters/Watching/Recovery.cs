namespace Traceboard.Clusters.Watching;

/// <summary>
/// Ends the waits of all watches of a cluster as soon as one of them gets through: what made them fail together has
/// passed, and whoever waits longest need not wait out its time. At most every two minutes, so that watches that are
/// accepted and dropped again do not wake each other without end.
/// </summary>
internal sealed class Recovery(TimeProvider time)
{
    private static readonly TimeSpan _atMostEvery = TimeSpan.FromMinutes(2);
    private readonly Lock _gate = new();
    private TaskCompletionSource _through = NewSignal();
    private long? _lastAt;

    /// <summary>Says that a watch that had failed was answered.</summary>
    public void Through()
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (_lastAt is { } last && time.GetElapsedTime(last) < _atMostEvery)
                return;
            _lastAt = time.GetTimestamp();
            (waiting, _through) = (_through, NewSignal());
        }

        waiting.SetResult();
    }

    /// <summary>Waits for so long, or until another watch gets through.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task through;
        lock (_gate)
            through = _through.Task;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(through, Task.Delay(atMost, time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
