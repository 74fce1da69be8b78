using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>Names the workload at the top of a pod's owners.</summary>
internal static class Ownership
{
    /// <summary>
    /// The workload, and whether that is certain: a pod can be told of before its ReplicaSet or Job, whose owner is
    /// then guessed from its name.
    /// </summary>
    public static (Workload Workload, bool IsCertain) Top(PodObject pod, Func<Guid, ControllerObject?> replicaSet, Func<Guid, ControllerObject?> job) =>
        pod.Controller switch
        {
            null => (new Workload(pod.Namespace, "Pod", pod.Name), true),
            { Kind: "ReplicaSet" } owner => replicaSet(owner.Uid) is { } known ? (Top(known, "ReplicaSet"), true) : (Guess(pod, owner), false),
            { Kind: "Job" } owner => job(owner.Uid) is { } known ? (Top(known, "Job"), true) : (new Workload(pod.Namespace, "Job", owner.Name), false),
            { } owner => (new Workload(pod.Namespace, owner.Kind, owner.Name), true),
        };

    /// <summary>The owner of a ReplicaSet or Job, or itself.</summary>
    public static Workload Top(ControllerObject controller, string kind) =>
        controller.Controller is { } owner ? new(controller.Namespace, owner.Kind, owner.Name) : new(controller.Namespace, kind, controller.Name);

    private static Workload Guess(PodObject pod, OwnerReference replicaSet)
    {
        var (kind, hash) = pod.Labels.TryGetValue(ServiceNaming.RolloutsTemplateHash, out var ofRollout)
            ? ("Rollout", ofRollout)
            : ("Deployment", pod.Labels.GetValueOrDefault(ServiceNaming.PodTemplateHash));
        var suffix = "-" + hash;
        return !string.IsNullOrEmpty(hash) && replicaSet.Name.Length > suffix.Length && replicaSet.Name.EndsWith(suffix, StringComparison.Ordinal)
            ? new(pod.Namespace, kind, replicaSet.Name[..^suffix.Length])
            : new(pod.Namespace, "ReplicaSet", replicaSet.Name);
    }
}
