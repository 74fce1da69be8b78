using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>The controllers of one cluster by UID. Guarded by <see cref="ObservedCluster"/>.</summary>
internal sealed class ObservedControllers
{
    private readonly Dictionary<Resource, Dictionary<Guid, ControllerObject>> _byResource = [];

    public IReadOnlyDictionary<Guid, ControllerObject> Of(Resource resource) => At(resource);

    /// <summary>Stores a controller and gives what was known of it before.</summary>
    public ControllerObject? Add(Resource resource, ControllerObject controller)
    {
        var known = At(resource);
        known.TryGetValue(controller.Uid, out var before);
        known[controller.Uid] = controller;
        return before;
    }

    public ControllerObject? Remove(Resource resource, ControllerObject controller) =>
        At(resource).Remove(controller.Uid, out var known) ? known : null;

    public (Workload Workload, bool IsCertain) Top(PodObject pod) =>
        Ownership.Top(pod, uid => At(Resource.ReplicaSets).GetValueOrDefault(uid), uid => At(Resource.Jobs).GetValueOrDefault(uid));

    /// <summary>The workload that a controller is, or belongs to.</summary>
    public static Workload WorkloadOf(Resource resource, ControllerObject controller) => resource switch
    {
        Resource.ReplicaSets => Ownership.Top(controller, "ReplicaSet"),
        Resource.Jobs => Ownership.Top(controller, "Job"),
        Resource.Deployments => new(controller.Namespace, "Deployment", controller.Name),
        Resource.StatefulSets => new(controller.Namespace, "StatefulSet", controller.Name),
        Resource.DaemonSets => new(controller.Namespace, "DaemonSet", controller.Name),
        _ => new(controller.Namespace, "CronJob", controller.Name),
    };

    private Dictionary<Guid, ControllerObject> At(Resource resource)
    {
        if (!_byResource.TryGetValue(resource, out var known))
            _byResource[resource] = known = [];
        return known;
    }
}
