namespace Traceboard.History.Tracing;

/// <summary>What people look at just now: what has to be asked for it goes before everything else.</summary>
internal sealed class Attention(TracePlans plans, TimeProvider clock)
{
    private const int Most = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <summary>Raised when something is looked at that was not before. Handlers must be quick and must not throw.</summary>
    public event Action? Turned;

    /// <summary>A person sees these images, not all of which need be waiting for an answer.</summary>
    public void LookAt(IEnumerable<string> images) => LookFor(plans.CandidatesOf(images));

    /// <summary>A person waits for what is said of these candidates.</summary>
    public void LookFor(IEnumerable<string> candidates)
    {
        var now = clock.GetUtcNow();
        var isNew = false;
        lock (_lock)
        {
            foreach (var candidate in candidates)
            {
                if (_until.Count >= Most)
                    Forget(now);
                if (_until.Count >= Most)
                    break;
                isNew |= !_until.TryGetValue(candidate, out var until) || until <= now;
                _until[candidate] = now + Kept;
            }
        }

        if (isNew)
            Turned?.Invoke();
    }

    /// <summary>The candidates that are looked at.</summary>
    public string[] Candidates()
    {
        lock (_lock)
        {
            Forget(clock.GetUtcNow());
            return [.. _until.Keys];
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (candidate, until) in _until)
        {
            if (until <= now)
                _until.Remove(candidate);
        }
    }
}
