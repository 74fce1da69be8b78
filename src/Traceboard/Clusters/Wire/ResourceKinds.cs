namespace Traceboard.Clusters.Wire;

/// <summary>How the watched collections are called on the wire, and what their objects have.</summary>
internal static class ResourceKinds
{
    /// <summary>The kind of one object, such as <c>Pod</c>.</summary>
    public static string Kind(this Resource resource) => resource switch
    {
        Resource.Pods => "Pod",
        Resource.Namespaces => "Namespace",
        Resource.ReplicaSets => "ReplicaSet",
        Resource.Deployments => "Deployment",
        Resource.StatefulSets => "StatefulSet",
        Resource.DaemonSets => "DaemonSet",
        Resource.Jobs => "Job",
        Resource.CronJobs => "CronJob",
        _ => throw new ArgumentOutOfRangeException(nameof(resource), resource, message: null),
    };

    /// <summary>Kinds whose <c>spec.replicas</c> is 1 where it is absent.</summary>
    public static bool HasReplicas(this Resource resource) => resource is Resource.Deployments or Resource.ReplicaSets or Resource.StatefulSets;

    /// <summary>Kinds whose objects come in few and are named by many others.</summary>
    public static bool IsController(this Resource resource) => resource is not (Resource.Pods or Resource.Namespaces);

    /// <summary>True if <paramref name="kind"/> is that of one object.</summary>
    public static bool IsKind(this Resource resource, ReadOnlySpan<byte> kind) =>
        System.Text.Ascii.Equals(kind, resource.Kind());

    /// <summary>True if <paramref name="kind"/> is that of a list.</summary>
    public static bool IsListKind(this Resource resource, ReadOnlySpan<byte> kind) =>
        kind.EndsWith("List"u8) && resource.IsKind(kind[..^4]);
}
