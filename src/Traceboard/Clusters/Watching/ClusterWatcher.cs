using Microsoft.Extensions.Logging;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Observing;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Watching;

/// <summary>What all clusters share while they are watched.</summary>
internal sealed record WatchShared(
    Surroundings Surroundings, ServiceNamingOptions Naming, ObservationChannel Channel, ClusterClaims Claims, ListSlots Slots,
    ReadRememberedCluster? ReadRemembered, TimeProvider Time, Func<double> Chance, ILogger Logger);

/// <summary>Watches one configured cluster for as long as the process lives, however often it fails.</summary>
internal sealed partial class ClusterWatcher : IDisposable
{
    private static readonly TimeSpan _askAgainForOwner = TimeSpan.FromMinutes(10);

    private readonly ClusterOptions _options;
    private readonly WatchShared _shared;
    private readonly ServiceNaming _naming;
    private readonly StringPool _strings = new();
    private readonly ListSlots.Share _slots;
    private readonly ILogger _logger;
    private volatile Running? _running;
    private volatile string? _trouble;
    private volatile string? _identityProblem;
    private volatile string? _uid;

    public ClusterWatcher(ClusterOptions options, WatchShared shared)
    {
        (_options, _shared, _logger) = (options, shared, shared.Logger);
        _naming = new ServiceNaming(shared.Naming);
        _slots = shared.Slots.ForOneCluster();
        Scope = ScopeOf(options);
        Connection = new ClusterConnection(options, shared.Surroundings, ReadStatus, shared.Time);
    }

    public string Name => _options.Name;

    public string? Uid => _uid;

    /// <summary>It has a state of its own; a second context of a watched cluster has none.</summary>
    public bool IsWatching => _running is not null;

    public NamespaceScope Scope { get; }

    public ClusterConnection Connection { get; }

    public ClusterState State => ClusterStates.Of(Name, _uid, Connection, _trouble, _identityProblem, _running?.Watches ?? [], _running?.Cluster.PodCount ?? 0, _shared.Time.GetUtcNow());

    /// <summary>Answers that could not be decoded, since watching began.</summary>
    public int Undecodable => _running?.Watches.Sum(watch => watch.Undecodable) ?? 0;

    public IReadOnlyList<PodSnapshot> PodsOf(Workload workload) => _running?.Cluster.PodsOf(workload) ?? [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_shared.Time, _shared.Chance);
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = await RunOnceAsync(backoff, cancellationToken);
            await Task.Delay(wait, _shared.Time, cancellationToken);
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _slots.Dispose();
    }

    /// <summary>Watches until it fails; how long to wait before it is tried again.</summary>
    private async Task<TimeSpan> RunOnceAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await ClusterIdentification.ReadAsync(Connection, Name, cancellationToken);
            _identityProblem = identity.Problem;
            _uid = identity.Cluster.Uid;
            await _shared.Claims.WaitForEarlierAsync(Name, cancellationToken);
            if (_shared.Claims.TryClaim(identity.Cluster) is { } owner)
            {
                _trouble = $"This is the same cluster as '{owner}' (UID {identity.Cluster.Uid}), which is watched under that name: remove one of the two from Clusters.";
                return _askAgainForOwner;
            }

            await WatchAsync(identity.Cluster, cancellationToken);
        }
        catch (ClusterException fault)
        {
            _trouble = fault.Message;
            LogUnreached(Name, fault.Message);
            LogCause(Name, fault.InnerException);
            Connection.Renew();
            if (fault.Fault == ClusterFault.Busy && fault.RetryAfter is { } asked)
                return asked;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of this cluster's loop: whatever it was, the other clusters go on and this one starts over.
            _trouble = $"Watching failed inside Traceboard ({fault.GetType().Name}) and starts over: see the log, and report it.";
            LogFailed(Name, fault);
        }
        finally
        {
            _shared.Claims.Settle(Name);
        }

        return backoff.Next();
    }

    private async Task WatchAsync(ClusterIdentity identity, CancellationToken cancellationToken)
    {
        var remembered = _shared.ReadRemembered is null ? null : await _shared.ReadRemembered(identity.Uid, cancellationToken);
        var cluster = new ObservedCluster(_naming, Scope, _shared.Time);
        WatchProgress[] watches = [.. WatchedResource.All.Select(resource => new WatchProgress(resource))];
        _running = new Running(cluster, watches);
        _trouble = null;
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> tasks = [.. watches.Select(watch => Reflector(cluster, watch).RunAsync(RememberedOf(watch, remembered), all.Token))];
        tasks.Add(new Teller(identity, Scope, cluster, watches, _shared.Channel, _shared.Time).RunAsync(all.Token));
        var ended = await Task.WhenAny(tasks);
        await all.CancelAsync();
        await Task.WhenAll(tasks).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await ended;
    }

    private Reflector Reflector(ObservedCluster cluster, WatchProgress watch) => new(
        new CollectionReader(Connection, watch.Resource, (resource, mediaType) => WireDecoders.For(resource, mediaType, _strings, _naming.Kept), _shared.Time),
        cluster, watch, _slots, Connection, _shared.Time, _shared.Chance, _logger);

    private static Remembered RememberedOf(WatchProgress watch, RememberedCluster? remembered) => new(
        remembered?.ResumePoints.FirstOrDefault(point => string.Equals(point.Resource, watch.Resource.Plural, StringComparison.Ordinal))?.ResourceVersion,
        remembered?.LastProofAt);

    private ApiStatus? ReadStatus(string? mediaType, ReadOnlySpan<byte> body)
    {
        try
        {
            return WireDecoders.For(Resource.Pods, mediaType, _strings, _naming.Kept).TryReadStatus(body);
        }
        catch (WireFormatException)
        {
            // A refusal need not be a Status: a proxy may have sent it, and its code says enough.
            return null;
        }
    }

    private static NamespaceScope ScopeOf(ClusterOptions options) => new(
        options.Namespaces.Include.Count > 0 ? [.. options.Namespaces.Include] : ["*"], [.. options.Namespaces.Exclude]);

    private sealed record Running(ObservedCluster Cluster, IReadOnlyList<WatchProgress> Watches);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cluster {Name}: {Problem}")]
    private partial void LogUnreached(string name, string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Cluster {Name}: the cause")]
    private partial void LogCause(string name, Exception? cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watching cluster {Name} failed and starts over")]
    private partial void LogFailed(string name, Exception fault);
}
