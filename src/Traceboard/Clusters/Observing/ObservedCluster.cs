using System.Runtime.InteropServices;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>
/// All that is known of one cluster at this moment, and what of it has not been told yet. Reflectors write, one
/// teller takes; every member may be called from any thread.
/// </summary>
internal sealed class ObservedCluster(ServiceNaming naming, NamespaceScope scope, TimeProvider time)
{
    /// <summary>How long a pod waits for its ReplicaSet or Job before its owner is guessed.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
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
        WaitAsync(_news, atMost, cancellationToken);

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

        Ring();
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

        Ring();
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

        Ring();
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

        Ring();
    }

    /// <summary>Wakes the teller because a watch was settled.</summary>
    public void Settle() => Ring();

    /// <summary>
    /// What is to be told now, marked as told. A workload that has gone is first told with what it still ran, and
    /// removed by the batch after.
    /// </summary>
    /// <param name="mayBeComplete">Every watch is settled, so that what is not known does not exist.</param>
    public Untold Take(bool mayBeComplete)
    {
        lock (_gate)
        {
            GuessOverdue();
            var isComplete = _isCompleteDue && mayBeComplete;
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
                Ring();
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

    private void Upsert(Resource resource, KubernetesObject subject)
    {
        if (!scope.Covers(subject is NamespaceObject ? subject.Name : subject.Namespace))
            return;
        switch (subject)
        {
            case PodObject pod:
                UpsertPod(pod);
                break;
            case NamespaceObject named:
                _namespaces[named.Name] = named;
                _changed.UnionWith(_workloads.Values.Where(workload => string.Equals(workload.Key.Namespace, named.Name, StringComparison.Ordinal)));
                break;
            case ControllerObject controller:
                UpsertController(resource, controller);
                break;
        }
    }

    private void Delete(Resource resource, KubernetesObject subject, bool isFinal)
    {
        switch (subject)
        {
            case PodObject pod:
                DeletePod(pod, isFinal);
                break;
            case NamespaceObject named when _namespaces.GetValueOrDefault(named.Name)?.Uid == named.Uid:
                _namespaces.Remove(named.Name);
                break;
            case ControllerObject controller when _controllers.Remove(resource, controller) is { } known:
                Detach(resource, known);
                break;
        }
    }

    private void UpsertPod(PodObject pod)
    {
        var isKnown = _pods.TryGetValue(pod.Uid, out var before);
        if (isKnown && before.Pod.ResourceVersion > pod.ResourceVersion)
            return;
        var workload = before.Workload;
        _pods[pod.Uid] = (pod, workload);
        if (workload is null)
            Assign(pod);
        else
            Attach(workload, pod, isKnown && Pod.Runs(before.Pod));
    }

    /// <summary>Finds the pod's workload; where its owner is not known yet, it waits a moment for it.</summary>
    private void Assign(PodObject pod)
    {
        var (key, isCertain) = _controllers.Top(pod);
        if (!isCertain)
            (CollectionsMarshal.GetValueRefOrAddDefault(_podsOfUnknownOwner, pod.Controller!.Uid, out _) ??= []).Add(pod.Uid);
        if (isCertain || _workloads.ContainsKey(key))
            AssignTo(key, pod);
        else
            _held.TryAdd(pod.Uid, time.GetTimestamp());
    }

    private void AssignTo(Workload key, PodObject pod)
    {
        _held.Remove(pod.Uid);
        var workload = At(key);
        _pods[pod.Uid] = (pod, workload);
        Attach(workload, pod, ranBefore: false);
    }

    private void Attach(ObservedWorkload workload, PodObject pod, bool ranBefore)
    {
        workload.Pods[pod.Uid] = pod;
        if (ranBefore || workload.IsJob || Pod.Runs(pod))
            workload.See(pod);
        _changed.Add(workload);
    }

    private void DeletePod(PodObject pod, bool isFinal)
    {
        if (!_pods.TryGetValue(pod.Uid, out var known))
            return;
        if (known.Workload is null)
            AssignTo(_controllers.Top(known.Pod).Workload, known.Pod);
        var workload = _pods[pod.Uid].Workload!;
        if (isFinal && Pod.Runs(known.Pod))
            workload.See(pod);
        workload.Pods.Remove(pod.Uid);
        _pods.Remove(pod.Uid);
        if (pod.Controller is { } owner && _podsOfUnknownOwner.TryGetValue(owner.Uid, out var waiting) && waiting.Remove(pod.Uid) && waiting.Count == 0)
            _podsOfUnknownOwner.Remove(owner.Uid);
        _changed.Add(workload);
    }

    private void UpsertController(Resource resource, ControllerObject controller)
    {
        var before = _controllers.Add(resource, controller);
        if (before is not null && !Equals(ObservedControllers.WorkloadOf(resource, before), ObservedControllers.WorkloadOf(resource, controller)))
            Detach(resource, before);
        var workload = At(ObservedControllers.WorkloadOf(resource, controller));
        if (resource == Resource.ReplicaSets && controller.Controller is not null)
            workload.ReplicaSets[controller.Uid] = controller;
        else if (controller.Controller is null || resource is not (Resource.Jobs or Resource.ReplicaSets))
            workload.Controller = controller;
        if (workload.Exists)
            _changed.Add(workload);
        else
            _workloads.Remove(workload.Key);
        if (_podsOfUnknownOwner.Remove(controller.Uid, out var waiting))
            Reassign(waiting, workload);
    }

    /// <summary>Pods whose owner has become known move to their workload.</summary>
    private void Reassign(IEnumerable<Guid> pods, ObservedWorkload workload)
    {
        foreach (var uid in pods)
        {
            var (pod, guess) = _pods[uid];
            if (guess is not null && guess != workload)
            {
                guess.Pods.Remove(uid);
                _changed.Add(guess);
            }

            if (guess != workload)
                AssignTo(workload.Key, pod);
        }
    }

    private void Detach(Resource resource, ControllerObject controller)
    {
        if (!_workloads.TryGetValue(ObservedControllers.WorkloadOf(resource, controller), out var workload))
            return;
        workload.ReplicaSets.Remove(controller.Uid);
        if (workload.Controller?.Uid == controller.Uid)
            workload.Controller = null;
        _changed.Add(workload);
    }

    private void GuessOverdue()
    {
        foreach (var (uid, since) in _held.ToList())
        {
            if (time.GetElapsedTime(since) >= _patience)
                AssignTo(_controllers.Top(_pods[uid].Pod).Workload, _pods[uid].Pod);
        }
    }

    private ObservedWorkload At(Workload key)
    {
        if (!_workloads.TryGetValue(key, out var workload))
            _workloads[key] = workload = new ObservedWorkload(key);
        return workload;
    }

    private void Ring()
    {
        lock (_gate)
        {
            if (_news.CurrentCount == 0)
                _news.Release();
        }
    }

    private async Task WaitAsync(SemaphoreSlim news, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(HasHeld() && atMost > _patience ? _patience : atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await news.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing new: the waiter looks at the clock.
        }
    }

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
