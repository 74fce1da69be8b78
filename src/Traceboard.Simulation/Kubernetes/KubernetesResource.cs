namespace Traceboard.Simulation.Kubernetes;

/// <summary>A collection that the simulated API server serves.</summary>
internal sealed record KubernetesResource(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    public static readonly KubernetesResource Pods = new("", "v1", "pods", "Pod");
    public static readonly KubernetesResource Namespaces = new("", "v1", "namespaces", "Namespace", Namespaced: false);
    public static readonly KubernetesResource Deployments = new("apps", "v1", "deployments", "Deployment");
    public static readonly KubernetesResource ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet");
    public static readonly KubernetesResource StatefulSets = new("apps", "v1", "statefulsets", "StatefulSet");
    public static readonly KubernetesResource DaemonSets = new("apps", "v1", "daemonsets", "DaemonSet");
    public static readonly KubernetesResource Jobs = new("batch", "v1", "jobs", "Job");
    public static readonly KubernetesResource CronJobs = new("batch", "v1", "cronjobs", "CronJob");

    public static IReadOnlyList<KubernetesResource> All { get; } =
        [Pods, Namespaces, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public static KubernetesResource? Find(string group, string version, string plural) =>
        All.FirstOrDefault(resource => resource.Group == group && resource.Version == version && resource.Plural == plural);

    public static KubernetesResource OfKind(string apiVersion, string kind) =>
        All.FirstOrDefault(resource => resource.ApiVersion == apiVersion && resource.Kind == kind)
        ?? throw new ArgumentException($"The simulated cluster does not know {apiVersion} {kind}.", nameof(kind));

    public override string ToString() => Plural;
}
