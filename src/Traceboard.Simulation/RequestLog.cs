namespace Traceboard.Simulation;

/// <summary>A request that a simulated server was asked.</summary>
/// <param name="Verb">For clusters list, watch, get or create; for Git hosts the HTTP method.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Query">Query with its question mark, or empty.</param>
/// <param name="Host">The host name that the client asked for.</param>
public sealed record RequestEntry(string Verb, string Path, string Query, string Host);

/// <summary>What a simulated server was asked, oldest first; the newest 10,000 are kept, all are counted.</summary>
public sealed class RequestLog
{
    private const int Kept = 10_000;
    private readonly Lock _gate = new();
    private readonly Queue<RequestEntry> _entries = new();
    private long _total;

    /// <summary>All requests since the start or the last <see cref="Clear"/>.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>The kept requests, oldest first.</summary>
    public IReadOnlyList<RequestEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>How many kept requests have that verb and a path with that part.</summary>
    public int Count(string? verb = null, string? pathPart = null) =>
        Entries.Count(entry => (verb is null || entry.Verb == verb) && (pathPart is null || entry.Path.Contains(pathPart, StringComparison.Ordinal)));

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _total = 0;
        }
    }

    internal void Add(RequestEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == Kept)
                _entries.Dequeue();
            _entries.Enqueue(entry);
            _total++;
        }
    }
}
