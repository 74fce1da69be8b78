using System.Runtime.InteropServices;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <content>How single objects find their workloads. Everything here runs within the gate.</content>
internal sealed partial class ObservedCluster
{
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
        var key = ObservedControllers.WorkloadOf(resource, controller);
        if (resource == Resource.ReplicaSets && controller.Controller is not null)
            At(key).ReplicaSets[controller.Uid] = controller;
        else if (controller.Controller is null || resource is not (Resource.Jobs or Resource.ReplicaSets))
            At(key).Controller = controller;
        if (_podsOfUnknownOwner.Remove(controller.Uid, out var waiting))
            Reassign(waiting, At(key));
        if (_workloads.TryGetValue(key, out var workload))
            _changed.Add(workload);
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

    // A complete telling says that all else is gone, so it leaves no pod out: not one whose ReplicaSet is not known yet, or may not be read.
    private void GuessOwners(bool all)
    {
        foreach (var (uid, since) in _held.ToList())
        {
            if (all || time.GetElapsedTime(since) >= _patience)
                AssignTo(_controllers.Top(_pods[uid].Pod).Workload, _pods[uid].Pod);
        }
    }

    private ObservedWorkload At(Workload key)
    {
        if (!_workloads.TryGetValue(key, out var workload))
            _workloads[key] = workload = new ObservedWorkload(key);
        return workload;
    }
}
