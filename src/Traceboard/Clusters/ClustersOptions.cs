namespace Traceboard.Clusters;

/// <summary>The part of the configuration under <c>Traceboard</c> that tells what is watched and how it is named.</summary>
public sealed class ClustersOptions
{
    /// <summary>The clusters. Empty: the in-cluster service account, else the current context of the kubeconfig.</summary>
    public IList<ClusterOptions> Clusters { get; init; } = [];

    /// <summary>The environments, in promotion order; the first match wins.</summary>
    public IList<EnvironmentOptions> Environments { get; init; } = [];

    /// <summary>How services and teams are named.</summary>
    public ServiceNamingOptions Services { get; init; } = new();

    /// <summary>Which labels and annotations of pods may tell where their image came from.</summary>
    public WorkloadEvidenceOptions WorkloadEvidence { get; init; } = new();
}

/// <summary>One cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>Name shown to people; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>Path of a kubeconfig; null: <c>KUBECONFIG</c> or <c>~/.kube/config</c>.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Context in it; null: its current context.</summary>
    public string? Context { get; set; }

    /// <summary>Use the pod's own service account instead of a kubeconfig.</summary>
    public bool InCluster { get; set; }

    /// <summary>The namespaces to watch.</summary>
    public NamespacesOptions Namespaces { get; init; } = new();
}

/// <summary>Patterns of namespaces, with <c>*</c>.</summary>
public sealed class NamespacesOptions
{
    /// <summary>One of these must match; empty: all.</summary>
    public IList<string> Include { get; init; } = [];

    /// <summary>None of these may match.</summary>
    public IList<string> Exclude { get; init; } = [];
}

/// <summary>One environment.</summary>
public sealed class EnvironmentOptions
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Patterns of which one must match.</summary>
    public IList<EnvironmentMatchOptions> Match { get; init; } = [];
}

/// <summary>A pattern over cluster and namespace; <c>*</c> matches anything.</summary>
public sealed class EnvironmentMatchOptions
{
    /// <summary>Pattern of the cluster's name.</summary>
    public string Cluster { get; set; } = "*";

    /// <summary>Pattern of the namespace.</summary>
    public string Namespace { get; set; } = "*";
}

/// <summary>How services and teams are named. Each entry is <c>label:KEY</c>, <c>annotation:KEY</c>, <c>namespaceLabel:KEY</c> or <c>workload</c>.</summary>
public sealed class ServiceNamingOptions
{
    /// <summary>The first that has a value names the service. Empty: <c>label:app.kubernetes.io/name</c>, <c>label:app</c>, <c>workload</c>.</summary>
    public IList<string> NameFrom { get; init; } = [];

    /// <summary>The first that has a value names the team. Empty: <c>label:team</c>, <c>namespaceLabel:team</c>.</summary>
    public IList<string> TeamFrom { get; init; } = [];
}

/// <summary>
/// The labels and annotations of pods that may tell where their image came from; nothing else on a workload is read for
/// it. Each entry is <c>label:KEY</c> or <c>annotation:KEY</c>.
/// </summary>
public sealed class WorkloadEvidenceOptions
{
    /// <summary>The first that has a value is the commit, such as <c>annotation:jkube.io/git-commit</c>. Empty: none is read.</summary>
    public IList<string> RevisionFrom { get; init; } = [];

    /// <summary>The first that has a value is the repository's address, such as <c>annotation:jkube.io/git-url</c>. Empty: none is read.</summary>
    public IList<string> SourceFrom { get; init; } = [];
}
