namespace Traceboard.Clusters.Watching;

/// <summary>
/// Growing waits between failures: 0.8 s, doubled up to 30 s (or the given cap), each times 1 to 2 by chance, so that eight watches of
/// one cluster together stay below 0.22 requests a second. Starts over after two minutes without a failure.
/// </summary>
internal sealed class Backoff(TimeProvider time, Func<double> chance, TimeSpan? cap = null)
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan _forgetAfter = TimeSpan.FromMinutes(2);
    private readonly TimeSpan _cap = cap ?? TimeSpan.FromSeconds(30);
    private TimeSpan _next = _first;
    private long? _lastUse;

    public TimeSpan Next()
    {
        if (_lastUse is { } last && time.GetElapsedTime(last) > _forgetAfter)
            _next = _first;
        var wait = _next * (1 + chance());
        _next = _next * 2 < _cap ? _next * 2 : _cap;
        _lastUse = time.GetTimestamp();
        return wait;
    }
}
