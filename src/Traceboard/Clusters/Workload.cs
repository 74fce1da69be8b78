namespace Traceboard.Clusters;

/// <summary>The top controller of a pod, within one cluster.</summary>
/// <param name="Namespace">Kubernetes namespace.</param>
/// <param name="Kind">Deployment, StatefulSet, DaemonSet, CronJob, Job, Rollout, ReplicaSet or Pod.</param>
/// <param name="Name">Name of the controller, or of the bare pod.</param>
public sealed record Workload(string Namespace, string Kind, string Name);
