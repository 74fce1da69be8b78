using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Watching;

/// <summary>Where a watched collection is found, and what its absence means.</summary>
/// <param name="Resource">The collection.</param>
/// <param name="Plural">Plural name, as in RBAC rules and resume points.</param>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Kind">Kind of its objects.</param>
internal sealed record WatchedResource(Resource Resource, string Plural, string Group, string Kind)
{
    /// <summary>Everything that is watched; pods first, because without them nothing can be told.</summary>
    public static IReadOnlyList<WatchedResource> All { get; } =
    [
        new(Resource.Pods, "pods", "", "Pod"),
        new(Resource.ReplicaSets, "replicasets", "apps", "ReplicaSet"),
        new(Resource.Deployments, "deployments", "apps", "Deployment"),
        new(Resource.Namespaces, "namespaces", "", "Namespace"),
        new(Resource.StatefulSets, "statefulsets", "apps", "StatefulSet"),
        new(Resource.DaemonSets, "daemonsets", "apps", "DaemonSet"),
        new(Resource.Jobs, "jobs", "batch", "Job"),
        new(Resource.CronJobs, "cronjobs", "batch", "CronJob"),
    ];

    /// <summary>Pods are required; without the others Traceboard knows less, and says so.</summary>
    public bool IsRequired => Resource == Resource.Pods;

    /// <summary>Path of the collection, relative to the server.</summary>
    public string Path => Group.Length == 0 ? $"api/v1/{Plural}" : $"apis/{Group}/v1/{Plural}";

    /// <summary>For people: the plural with its group.</summary>
    public string Subject => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>What is worse while it cannot be read.</summary>
    public string Loss => Resource switch
    {
        Resource.Namespaces => "namespace labels are unknown",
        Resource.ReplicaSets => "Deployments are guessed from pod names",
        Resource.Jobs => "CronJobs appear as single Jobs",
        Resource.Pods => "nothing is known",
        _ => $"{Plural} without pods are unknown",
    };
}
