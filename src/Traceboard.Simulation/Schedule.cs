namespace Traceboard.Simulation;

/// <summary>
/// What happens next in the simulated world, one thing at a time in order of its time, so that a seed gives the same
/// sequence however busy the machine is. Waits shrink with the pace; the clock itself is the given one.
/// </summary>
internal sealed class Schedule(TimeProvider time, double pace)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _due = new();
    private readonly Pulse _added = new();
    private DateTimeOffset? _running;
    private long _order;

    /// <summary>Time of what happens now: when it was due, not when the machine came to it.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _running ?? time.GetUtcNow();
        }
    }

    /// <summary>Lets something happen after a simulated span.</summary>
    public void After(TimeSpan span, Action happening)
    {
        lock (_gate)
            _due.Enqueue(happening, ((_running ?? time.GetUtcNow()) + (span / pace), _order++));
        _added.Beat();
    }

    /// <summary>Runs everything that is due until then, at once.</summary>
    public void RunUntil(DateTimeOffset until)
    {
        while (Take(until) is { } next)
            next();
        lock (_gate)
            _running = null;
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var added = _added.Next;
            TimeSpan wait;
            RunUntil(time.GetUtcNow());
            lock (_gate)
                wait = _due.TryPeek(out _, out var at) ? at.Due - time.GetUtcNow() : TimeSpan.FromMinutes(1);

            if (wait <= TimeSpan.Zero)
                continue;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(added, Task.Delay(wait, time, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    private Action? Take(DateTimeOffset until)
    {
        lock (_gate)
        {
            if (!_due.TryPeek(out _, out var at) || at.Due > until)
                return null;
            _running = at.Due;
            return _due.Dequeue();
        }
    }
}
