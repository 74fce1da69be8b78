using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>
/// All that is known of one cluster at this moment, and what of it has not been told yet. Reflectors write, one
/// teller takes; every member may be called from any thread.
/// </summary>
internal sealed partial class ObservedCluster(ServiceNaming naming, NamespaceScope scope, TimeProvider time)
{
    /// <summary>How long a pod waits for its ReplicaSet or Job before its owner is guessed.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly News _news = new(time);
    private readonly Dictionary<Guid, (PodObject Pod, ObservedWorkload? Workload)> _pods = [];
    private readonly Dictionary<Guid, long> _held = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _podsOfUnknownOwner = [];
    private readonly ObservedControllers _controllers = new();
    private readonly Dictionary<string, NamespaceObject> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<Workload, ObservedWorkload> _workloads = [];
    private readonly HashSet<ObservedWorkload> _changed = [];
    private UnobservedInterval? _missed;
    private bool _isCompleteDue;

    public int PodCount
    {
        get
        {
            lock (_gate)
                return _pods.Count;
        }
    }

    /// <summary>Completes when there may be something to tell. For one waiter.</summary>
    public Task WaitForNewsAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _news.WaitAsync(HasHeld() && atMost > _patience ? _patience : atMost, cancellationToken);

    /// <summary>Takes a complete list: what is not in it is gone.</summary>
    public void Replace(Resource resource, IReadOnlyList<KubernetesObject> items, UnobservedInterval? missed)
    {
        lock (_gate)
        {
            var listed = items.Select(item => item.Uid).ToHashSet();
            foreach (var gone in Known(resource).Where(known => !listed.Contains(known.Uid)).ToList())
                Delete(resource, gone, isFinal: false);
            foreach (var item in items)
                Upsert(resource, item);
            if (missed is not null)
                Miss(missed);
            _isCompleteDue |= resource == Resource.Pods;
        }

        _news.Ring();
    }

    /// <summary>Takes one event of a watch.</summary>
    public void Apply(Resource resource, WatchEventType type, KubernetesObject subject)
    {
        lock (_gate)
        {
            if (type == WatchEventType.Deleted)
                Delete(resource, subject, isFinal: true);
            else
                Upsert(resource, subject);
        }

        _news.Ring();
    }

    /// <summary>Takes note that a pod ran at a time before the list that is known; it may have gone since.</summary>
    public void Replay(PodObject pod)
    {
        lock (_gate)
        {
            if (!scope.Covers(pod.Namespace))
                return;
            var workload = _pods.GetValueOrDefault(pod.Uid).Workload ?? At(_controllers.Top(pod).Workload);
            workload.See(pod);
            _changed.Add(workload);
        }

        _news.Ring();
    }

    /// <summary>Notes an interval without observation; several become one.</summary>
    public void Miss(UnobservedInterval interval)
    {
        lock (_gate)
        {
            _missed = _missed is null ? interval : interval with
            {
                From = _missed.From < interval.From ? _missed.From : interval.From,
                Until = _missed.Until > interval.Until ? _missed.Until : interval.Until,
            };
        }

        _news.Ring();
    }

    /// <summary>Wakes the teller because a watch was settled.</summary>
    public void Settle() => _news.Ring();

    /// <summary>
    /// What is to be told now, marked as told. A workload that has gone is first told with what it still ran, and
    /// removed by the batch after.
    /// </summary>
    /// <param name="mayBeComplete">Every watch is settled, so that what is not known does not exist.</param>
    public Untold Take(bool mayBeComplete)
    {
        lock (_gate)
        {
            var isComplete = _isCompleteDue && mayBeComplete;
            GuessOwners(all: isComplete);
            if (isComplete)
            {
                _isCompleteDue = false;
                _changed.UnionWith(_workloads.Values);
            }

            var observations = new List<WorkloadObservation>(_changed.Count);
            var removed = new List<Workload>();
            foreach (var workload in _changed.ToList())
            {
                if (workload.Exists || workload.HasUntold)
                    observations.Add(Tell(workload));
                else if (Forget(workload) && !isComplete)
                    removed.Add(workload.Key);
            }

            _changed.Clear();
            foreach (var key in observations.Select(observation => observation.Workload))
            {
                if (_workloads[key] is { Exists: false } gone)
                    _changed.Add(gone);
            }

            var missed = _missed;
            _missed = null;
            if (_changed.Count > 0)
                _news.Ring();
            return new Untold(isComplete, observations, removed, missed);
        }
    }

    public IReadOnlyList<PodSnapshot> PodsOf(Workload workload)
    {
        lock (_gate)
        {
            return _workloads.TryGetValue(workload, out var known)
                ? [.. known.Pods.Values.Where(pod => known.IsJob || !Pod.HasEnded(pod)).OrderBy(pod => pod.CreatedAt).ThenBy(pod => pod.Name, StringComparer.Ordinal).Select(Pod.Snapshot)]
                : [];
        }
    }

    private WorkloadObservation Tell(ObservedWorkload workload)
    {
        var reading = new WorkloadReading(workload);
        var observation = reading.Observation(naming, _namespaces.GetValueOrDefault(workload.Key.Namespace));
        workload.Told(reading.Current);
        return observation;
    }

    /// <summary>Drops a workload; whether it had been told of.</summary>
    private bool Forget(ObservedWorkload workload)
    {
        _workloads.Remove(workload.Key);
        return workload.IsTold;
    }

    private IEnumerable<KubernetesObject> Known(Resource resource) => resource switch
    {
        Resource.Pods => _pods.Values.Select(known => known.Pod),
        Resource.Namespaces => _namespaces.Values,
        _ => _controllers.Of(resource).Values,
    };

    private bool HasHeld()
    {
        lock (_gate)
            return _held.Count > 0;
    }
}

/// <summary>What <see cref="ObservedCluster.Take"/> gives.</summary>
internal sealed record Untold(bool IsComplete, IReadOnlyList<WorkloadObservation> Workloads, IReadOnlyList<Workload> Removed, UnobservedInterval? Missed)
{
    public bool IsEmpty => !IsComplete && Workloads.Count == 0 && Removed.Count == 0 && Missed is null;
}
