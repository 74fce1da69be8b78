namespace Traceboard.Clusters;

/// <summary>Names one Kubernetes API server.</summary>
/// <param name="Uid">UID of its <c>kube-system</c> namespace: two contexts with one UID are one cluster.</param>
/// <param name="Name">Name from the configuration; may change without the cluster changing.</param>
public sealed record ClusterIdentity(string Uid, string Name);
