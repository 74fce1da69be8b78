namespace Traceboard.Simulation.Kubernetes;

/// <summary>
/// What a simulated API server does wrong, for tests. Resources are plural names (<c>pods</c>), verbs are list, watch, get
/// and create; null means any.
/// </summary>
public sealed class ClusterFaults
{
    private readonly Lock _gate = new();
    private readonly List<Refusal> _refusals = [];
    private readonly List<WatchSignal> _signals = [];
    private readonly List<string?> _silent = [];
    private readonly List<(string? Resource, TimeSpan By)> _delays = [];

    /// <summary>Answers the next requests with this status instead of what they ask for; 0 cuts the connection.</summary>
    public void Refuse(int status, string? resource = null, string? verb = null, int? retryAfterSeconds = null, int times = int.MaxValue)
    {
        lock (_gate)
            _refusals.Add(new Refusal(status, resource, verb, retryAfterSeconds, times));
    }

    /// <summary>Makes answers wait.</summary>
    public void Delay(TimeSpan by, string? resource = null)
    {
        lock (_gate)
            _delays.Add((resource, by));
    }

    /// <summary>From now on running watches say nothing, not even bookmarks, and do not end: a connection that is half open. Lasts until <see cref="Heal"/>.</summary>
    public void Silence(string? resource = null)
    {
        lock (_gate)
            _silent.Add(resource);
        Changed.Beat();
    }

    /// <summary>Ends the running watches cleanly.</summary>
    public void CloseWatches(string? resource = null) => Signal(WatchSignalKind.Close, resource);

    /// <summary>Ends the running watches by cutting the connection.</summary>
    public void CutWatches(string? resource = null) => Signal(WatchSignalKind.Cut, resource);

    /// <summary>Sends <c>ERROR</c> with 410 into the running watches and ends them.</summary>
    public void ExpireWatches(string? resource = null) => Signal(WatchSignalKind.Expire, resource);

    /// <summary>Sends <c>ERROR</c> with another code into the running watches and ends them.</summary>
    public void FailWatches(int code, string? resource = null) => Signal(WatchSignalKind.Fail, resource, code);

    /// <summary>Sends bytes that are no event into the running watches and ends them.</summary>
    public void GarbleWatches(string? resource = null) => Signal(WatchSignalKind.Garble, resource);

    /// <summary>Each running watch leaves out the next event without telling.</summary>
    public void DropNextEvent(string? resource = null) => Signal(WatchSignalKind.Drop, resource);

    /// <summary>Ends all faults.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _refusals.Clear();
            _silent.Clear();
            _delays.Clear();
        }

        Changed.Beat();
    }

    /// <summary>Beats when something that concerns running watches happens.</summary>
    internal Pulse Changed { get; } = new();

    internal int SignalCount
    {
        get
        {
            lock (_gate)
                return _signals.Count;
        }
    }

    internal Refusal? Take(string resource, string verb)
    {
        lock (_gate)
        {
            var refusal = _refusals.Find(one => one.Left > 0 && (one.Resource ?? resource) == resource && (one.Verb ?? verb) == verb);
            if (refusal is { Left: < int.MaxValue })
                refusal.Left--;
            return refusal;
        }
    }

    /// <summary>Whether a list of this resource is refused with 403 at present, as an access review tells it.</summary>
    internal bool Forbids(string resource, string verb)
    {
        lock (_gate)
            return _refusals.Exists(one => one is { Status: 403, Left: > 0 } && (one.Resource ?? resource) == resource && (one.Verb ?? verb) == verb);
    }

    internal TimeSpan DelayOf(string resource)
    {
        lock (_gate)
            return _delays.Where(one => (one.Resource ?? resource) == resource).Aggregate(TimeSpan.Zero, (sum, one) => sum + one.By);
    }

    internal bool IsSilent(string resource)
    {
        lock (_gate)
            return _silent.Exists(one => (one ?? resource) == resource);
    }

    internal (IReadOnlyList<WatchSignal> Signals, int Seen) SignalsAfter(int seen, string resource)
    {
        lock (_gate)
            return ([.. _signals.Skip(seen).Where(signal => (signal.Resource ?? resource) == resource)], _signals.Count);
    }

    private void Signal(WatchSignalKind kind, string? resource, int code = 410)
    {
        lock (_gate)
            _signals.Add(new WatchSignal(kind, resource, code));
        Changed.Beat();
    }

    internal sealed class Refusal(int status, string? resource, string? verb, int? retryAfterSeconds, int times)
    {
        public int Status { get; } = status;
        public string? Resource { get; } = resource;
        public string? Verb { get; } = verb;
        public int? RetryAfterSeconds { get; } = retryAfterSeconds;
        public int Left { get; set; } = times;
    }
}

internal enum WatchSignalKind
{
    Close,
    Cut,
    Expire,
    Fail,
    Garble,
    Drop,
}

internal sealed record WatchSignal(WatchSignalKind Kind, string? Resource, int Code);
