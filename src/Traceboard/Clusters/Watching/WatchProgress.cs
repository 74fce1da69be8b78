namespace Traceboard.Clusters.Watching;

/// <summary>How one watch is doing. Written by its reflector, read by anyone.</summary>
internal sealed class WatchProgress(WatchedResource resource)
{
    private readonly Lock _gate = new();
    private string _state = "listing";
    private string? _error;
    private DateTimeOffset? _provenAt;
    private DateTimeOffset? _listedAt;
    private string? _resumeVersion;
    private int _lists;
    private int _undecodable;
    private bool _settled;
    private bool _refused;
    private bool _replaying;
    private DateTimeOffset? _replayedAt;

    public WatchedResource Resource { get; } = resource;

    public DateTimeOffset? ProvenAt => Read(() => _provenAt);

    public DateTimeOffset? ListedAt => Read(() => _listedAt);

    /// <summary>Where the watch would go on from, or null before the first list.</summary>
    public string? ResumeVersion => Read(() => _resumeVersion);

    /// <summary>It was listed once, or the server said for good that it may not be read or does not exist.</summary>
    public bool IsSettled => Read(() => _settled);

    /// <summary>The server's last word was 403 or 404.</summary>
    public bool IsRefused => Read(() => _refused);

    public string? Error => Read(() => _error);

    /// <summary>Full lists since the start.</summary>
    public int Lists => Read(() => _lists);

    /// <summary>Lists and watches that could not be decoded, since the start.</summary>
    public int Undecodable => Read(() => _undecodable);

    public WatchState Snapshot() => Read(() => new WatchState(Resource.Plural, _state, _provenAt, Math.Max(0, _lists - 1), _error));

    public void Listing() => Write(() => _state = "listing");

    public void Listed(DateTimeOffset provenAt, string resumeVersion) => Write(() =>
    {
        (_provenAt, _listedAt, _resumeVersion) = (provenAt, provenAt, resumeVersion);
        (_settled, _refused, _error) = (true, false, null);
        _lists++;
    });

    /// <summary>
    /// What happened between the remembered version and the list is still coming in: the watch is not open yet, or
    /// its last event of that time is younger than <paramref name="quiet"/>. Servers do not say when a replay is over.
    /// </summary>
    public bool IsReplaying(DateTimeOffset now, TimeSpan quiet) => Read(() => _replaying && (_replayedAt is null || now - _replayedAt < quiet));

    public void Replays() => Write(() => (_replaying, _replayedAt) = (true, null));

    public void Replayed(DateTimeOffset at) => Write(() => _replayedAt = at);

    public void ReplayEnded() => Write(() => _replaying = false);

    public void Watching() => Write(() => (_state, _refused, _error) = ("watching", false, null));

    public void Proven(DateTimeOffset at, string resumeVersion) => Write(() => (_provenAt, _resumeVersion) = (at, resumeVersion));

    public void Waiting(string error) => Write(() => (_state, _error) = ("waiting", error));

    public void Refused(string error, bool forbidden) => Write(() =>
        (_state, _error, _settled, _refused) = (forbidden ? "forbidden" : "waiting", error, true, true));

    public void CouldNotDecode() => Write(() => _undecodable++);

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    private void Write(Action write)
    {
        lock (_gate)
            write();
    }
}
