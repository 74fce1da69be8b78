using System.Globalization;
using Microsoft.Extensions.Logging;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Observing;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Watching;

/// <summary>What a reflector starts from.</summary>
/// <param name="Version">The stored resume point, or null.</param>
/// <param name="LastProofAt">Last proof before this start, or null when the cluster was never observed.</param>
internal sealed record Remembered(string? Version, DateTimeOffset? LastProofAt);

/// <summary>
/// Keeps one collection of one cluster equal to the server's: lists it, watches from that version for as long as the
/// server lets it, and lists again only when the history it needs is gone or cannot be read.
/// </summary>
internal sealed partial class Reflector(
    CollectionReader reader, ObservedCluster cluster, WatchProgress progress, ListSlots.Share slots, ClusterConnection connection,
    TimeProvider time, Func<double> chance, ILogger logger)
{
    private static readonly TimeSpan _veryShort = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _retryForbidden = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _acceptOlderAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _longestWait = TimeSpan.FromHours(1);

    private readonly Backoff _backoff = new(time, chance);
    private string? _version;
    private long _seen;
    private long? _olderSince;
    private bool _seenIsRefused;
    private UnobservedInterval? _missedIfNotReplayed;
    private ListedCollection? _listed;
    private long? _lastListAt;

    public async Task RunAsync(Remembered remembered, CancellationToken cancellationToken)
    {
        _seen = Number(remembered.Version) ?? 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (_version is null)
                    await ListAsync(remembered, cancellationToken);
                await WatchAsync(cancellationToken);
            }
            catch (ClusterException fault)
            {
                await RecoverAsync(fault, cancellationToken);
            }
        }
    }

    private async Task ListAsync(Remembered remembered, CancellationToken cancellationToken)
    {
        progress.Listing();
        var lastProof = progress.ProvenAt;
        var listed = await slots.RunAsync(() => reader.ListAsync(cancellationToken), cancellationToken);
        RefuseOlder(listed);
        var isFirst = _listed is null;
        UnobservedInterval? missed = null;
        _version = listed.Version;
        _missedIfNotReplayed = null;
        if (!isFirst)
            missed = Missed(lastProof, listed, "the watch had expired, so what came and went meanwhile is not known");
        else if (remembered.LastProofAt is not null && !string.Equals(remembered.Version, listed.Version, StringComparison.Ordinal))
        {
            var notRunning = Missed(remembered.LastProofAt, listed, "Traceboard was not watching, so what came and went meanwhile is not known");
            if (Number(remembered.Version) is not null && Number(listed.Version) is not null && progress.Resource.IsRequired)
                (_version, _missedIfNotReplayed) = (remembered.Version!, notRunning);
            else
                missed = notRunning;
        }

        _listed = listed;
        _lastListAt = time.GetTimestamp();
        cluster.Replace(progress.Resource.Resource, listed.Items, missed);
        progress.Listed(listed.ProvenAt, _version);
        cluster.Settle();
        LogListed(progress.Resource.Subject, connection.Server, listed.Items.Count, listed.Version);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var events = 0;
        var timeout = 240 + (int)(chance() * 240);
        await foreach (var happened in reader.WatchAsync(_version!, timeout, progress.Watching, cancellationToken))
        {
            Take(happened);
            if (happened.Type != WatchEventType.Bookmark)
                events++;
        }

        var lasted = time.GetElapsedTime(startedAt);
        if (lasted < _veryShort)
            await WaitAsync(events == 0 ? _backoff.Next() : _veryShort - lasted, cancellationToken);
    }

    private void Take(WatchEvent happened)
    {
        var at = Number(happened.ResourceVersion);
        var isReplayed = _missedIfNotReplayed is not null && at <= Number(_listed!.Version);
        if (_missedIfNotReplayed is not null && !isReplayed)
            _missedIfNotReplayed = null;
        if (happened.Object is { } subject)
        {
            if (!isReplayed)
                cluster.Apply(progress.Resource.Resource, happened.Type, subject);
            else if (subject is PodObject pod)
                cluster.Replay(pod);
        }

        _seen = Math.Max(_seen, at ?? 0);
        _version = happened.ResourceVersion;
        progress.Proven(time.GetUtcNow(), happened.ResourceVersion);
    }

    private async Task RecoverAsync(ClusterException fault, CancellationToken cancellationToken)
    {
        LogFault(progress.Resource.Subject, connection.Server, fault.Message);
        LogCause(progress.Resource.Subject, connection.Server, fault.InnerException);
        switch (fault.Fault)
        {
            case ClusterFault.Expired when _missedIfNotReplayed is { } missed:
                // The remembered version is too old to replay: go on from the list, and say what was missed.
                cluster.Miss(missed);
                _missedIfNotReplayed = null;
                _version = _listed!.Version;
                progress.Proven(_listed.ProvenAt, _version);
                break;
            case ClusterFault.Expired or ClusterFault.Undecodable or ClusterFault.TooNew:
                ListAnew(fault);
                if (_lastListAt is null || time.GetElapsedTime(_lastListAt.Value) < TimeSpan.FromSeconds(10))
                    await WaitAsync(_backoff.Next(), cancellationToken);
                break;
            case ClusterFault.Busy:
                var asked = fault.RetryAfter ?? _backoff.Next();
                progress.Waiting(fault.Message);
                await WaitAsync(asked < _longestWait ? asked : _longestWait, cancellationToken);
                break;
            case ClusterFault.Forbidden or ClusterFault.Absent:
                progress.Refused(fault.Message, fault.Fault == ClusterFault.Forbidden);
                cluster.Settle();
                await WaitAsync(_retryForbidden, cancellationToken);
                break;
            default:
                if (fault.Fault is ClusterFault.Unauthorized or ClusterFault.Untrusted or ClusterFault.Configuration)
                    connection.Renew();
                progress.Waiting(fault.Message);
                await WaitAsync(_backoff.Next(), cancellationToken);
                break;
        }
    }

    private void ListAnew(ClusterException fault)
    {
        progress.Waiting(fault.Message);
        if (fault.Fault == ClusterFault.Undecodable)
            progress.CouldNotDecode();
        if (fault.Fault == ClusterFault.TooNew)
            _seenIsRefused = true;
        if (_missedIfNotReplayed is { } missed)
            cluster.Miss(missed);
        _missedIfNotReplayed = null;
        _version = null;
    }

    /// <summary>A replica that lags behind may list an older state than was seen. It is not taken, unless it stays that way: then the cluster was restored.</summary>
    private void RefuseOlder(ListedCollection listed)
    {
        var number = Number(listed.Version) ?? _seen;
        if (number >= _seen || _seenIsRefused)
        {
            (_seen, _seenIsRefused, _olderSince) = (number, false, null);
            return;
        }

        _olderSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_olderSince.Value) >= _acceptOlderAfter)
        {
            LogRestored(progress.Resource.Subject, connection.Server, _seen, number);
            (_seen, _olderSince) = (number, null);
            return;
        }

        throw new ClusterException(ClusterFault.Refused,
            $"{connection.Server} lists an older state of {progress.Resource.Subject} (version {number}) than was seen before ({_seen}): a replica lags behind; it is asked again.");
    }

    private UnobservedInterval? Missed(DateTimeOffset? since, ListedCollection listed, string reason) =>
        progress.Resource.IsRequired && since < listed.ProvenAt ? new UnobservedInterval(since.Value, listed.ProvenAt, reason) : null;

    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => Task.Delay(wait, time, cancellationToken);

    private static long? Number(string? version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "Listed {Subject} of {Server}: {Count} at version {Version}")]
    private partial void LogListed(string subject, string? server, int count, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Subject} of {Server}: {Problem}")]
    private partial void LogFault(string subject, string? server, string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Watching {Subject} of {Server}: the cause")]
    private partial void LogCause(string subject, string? server, Exception? cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject} of {Server} went back from version {Seen} to {Listed} and stay there: taken as restored")]
    private partial void LogRestored(string subject, string? server, long seen, long listed);
}
