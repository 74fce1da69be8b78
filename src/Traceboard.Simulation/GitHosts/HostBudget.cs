namespace Traceboard.Simulation.GitHosts;

/// <summary>Calls left in the current window.</summary>
internal sealed class HostBudget(SimulatedHostOptions options)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _resetsAt;
    private int _used;

    /// <summary>Spends a call, unless none is left.</summary>
    public (bool Granted, int Remaining, DateTimeOffset ResetsAt) Spend(int calls)
    {
        lock (_gate)
        {
            var now = options.TimeProvider.GetUtcNow();
            if (now >= _resetsAt)
                (_used, _resetsAt) = (0, now + options.Window);
            if (_used + calls > options.Limit)
                return (false, 0, _resetsAt);
            _used += calls;
            return (true, options.Limit - _used, _resetsAt);
        }
    }
}
