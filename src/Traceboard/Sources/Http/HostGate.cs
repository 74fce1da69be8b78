namespace Traceboard.Sources.Http;

/// <summary>
/// The manners towards one host: at most 4 requests in flight, none while the host asked us to stay away, a fifth of
/// its budget untouched, one probe a minute to a host that failed 5 times in a row, and none with a token it just
/// refused. A closed gate refuses at once instead of waiting: whoever asks decides when to ask again.
/// </summary>
internal sealed class HostGate(TimeProvider time, int? mostPerMinute = null) : IDisposable
{
    private const int MostInFlight = 4;
    private const int FailuresUntilProbing = 5;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstUntoldPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestUntoldPause = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _slots = new(MostInFlight, MostInFlight);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RequestBudget> _budgets = new(StringComparer.Ordinal);
    private int _inFlight;
    private int _failures;
    private int _untoldPauses;
    private int _inThisMinute;
    private DateTimeOffset _minuteEnds;
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _nextProbe;
    private Secret? _refusedCredential;
    private DateTimeOffset _refusedUntil;
    private long _calls;
    private string? _lastError;
    private DateTimeOffset? _lastSuccessAt;

    /// <summary>
    /// Waits for one of the slots and takes it, for a request that draws on that <paramref name="budget"/> of the host;
    /// dispose the result when the answer is read.
    /// </summary>
    /// <exception cref="GitHostException">The host is not to be asked now.</exception>
    public async Task<IDisposable> EnterAsync(string budget, Secret? credential, CancellationToken cancellationToken)
    {
        lock (_lock)
            ThrowIfClosed(budget, credential);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                ThrowIfClosed(budget, credential);
                Admit();
            }

            return new Slot(this);
        }
        catch (GitHostException)
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>The host answered as its API promises.</summary>
    /// <returns>Whether it had been failing.</returns>
    public bool Succeeded()
    {
        lock (_lock)
        {
            var recovered = _failures >= FailuresUntilProbing;
            _failures = 0;
            _untoldPauses = 0;
            _lastError = null;
            _lastSuccessAt = time.GetUtcNow();
            return recovered;
        }
    }

    /// <summary>
    /// The host did not answer, or not as its API promises. It does not count (<paramref name="counts"/>) where it says
    /// little about the next request, as an answer that is too large.
    /// </summary>
    /// <returns>Whether this was the failure that leaves only probes.</returns>
    public bool Failed(string error, bool counts = true)
    {
        lock (_lock)
        {
            _lastError = error;
            if (!counts)
                return false;
            _nextProbe = time.GetUtcNow() + ProbeInterval;
            return ++_failures == FailuresUntilProbing;
        }
    }

    /// <summary>The host turned a request away for a limit.</summary>
    /// <returns>How long it is left alone.</returns>
    public TimeSpan Limited(TimeSpan? told, string error)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            // Requests that were in flight together are turned away together: that is one refusal, not four.
            var wait = told ?? (_pausedUntil > now ? _pausedUntil - now
                : TimeSpan.FromTicks(Math.Min(FirstUntoldPause.Ticks << Math.Min(_untoldPauses++, 10), LongestUntoldPause.Ticks)));
            if (now + wait > _pausedUntil)
                _pausedUntil = now + wait;
            _lastError = error;
            return _pausedUntil - now;
        }
    }

    /// <summary>The host does not accept the credential: repeating it would get the address locked out.</summary>
    public void CredentialRefused(Secret? credential, string error)
    {
        lock (_lock)
        {
            _refusedCredential = credential;
            _refusedUntil = time.GetUtcNow() + ProbeInterval;
            _lastError = error;
        }
    }

    public void Told(string budget, RequestBudget told)
    {
        lock (_lock)
            _budgets[budget] = _budgets.TryGetValue(budget, out var known) ? known.Then(told) : told;
    }

    /// <summary>The host as people are shown it.</summary>
    public GitHostState State(GitHostAddress address, bool authenticated)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var scarcest = _budgets.Values.Where(budget => budget.ResetsAt > now).MinBy(budget => budget.Remaining / (double)(budget.Limit ?? int.MaxValue));
            var closed = new[]
            {
                _pausedUntil,
                _failures >= FailuresUntilProbing ? _nextProbe : default,
                _refusedUntil,
                scarcest?.IsSpent(0) == true ? scarcest.ResetsAt : default,
            }.Max();
            return new GitHostState
            {
                Name = address.Name,
                Kind = address.Kind,
                Url = address.Web,
                Authenticated = authenticated,
                Limit = scarcest?.Limit,
                Remaining = scarcest?.Remaining,
                ResetsAt = scarcest?.ResetsAt,
                PausedUntil = closed > now ? closed : null,
                Calls = _calls,
                LastError = _lastError,
                LastSuccessAt = _lastSuccessAt,
            };
        }
    }

    public void Dispose() => _slots.Dispose();

    private void ThrowIfClosed(string budget, Secret? credential)
    {
        var now = time.GetUtcNow();
        if (_pausedUntil > now)
            throw Closed("it asked us to slow down", _pausedUntil - now);
        if (_refusedUntil > now && ReferenceEquals(credential, _refusedCredential))
            throw new GitHostException(GitHostFault.CredentialRefused, _lastError ?? "the token was refused", _refusedUntil - now);
        if (_budgets.TryGetValue(budget, out var known) && known.ResetsAt > now && known.IsSpent(_inFlight))
            throw Closed($"{known.Remaining} of {known.Limit} requests are left, which others may need", known.ResetsAt - now);
        if (_failures >= FailuresUntilProbing && _nextProbe > now)
            throw Closed($"it failed {_failures} times in a row, last: {_lastError}", _nextProbe - now);
        if (_minuteEnds > now && _inThisMinute >= mostPerMinute)
            throw Closed($"{mostPerMinute} requests in this minute are enough", _minuteEnds - now);
    }

    private void Admit()
    {
        var now = time.GetUtcNow();
        if (_minuteEnds <= now)
            (_minuteEnds, _inThisMinute) = (now + TimeSpan.FromMinutes(1), 0);
        _nextProbe = now + ProbeInterval;
        _inThisMinute++;
        _inFlight++;
        _calls++;
    }

    private static GitHostException Closed(string why, TimeSpan wait) =>
        new(GitHostFault.Paused, $"Not asked: {why}. Next in {Math.Ceiling(wait.TotalSeconds):0} s.", wait);

    private sealed class Slot(HostGate gate) : IDisposable
    {
        public void Dispose()
        {
            lock (gate._lock)
                gate._inFlight--;
            gate._slots.Release();
        }
    }
}
