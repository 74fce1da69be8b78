namespace Traceboard.Clusters.Wire;

/// <summary>The watched collections.</summary>
internal enum Resource
{
    Pods,
    Namespaces,
    ReplicaSets,
    Deployments,
    StatefulSets,
    DaemonSets,
    Jobs,
    CronJobs,
}

/// <summary>The few fields of a Kubernetes object that Traceboard keeps. Strings are interned by the decoder.</summary>
internal abstract record KubernetesObject
{
    public required Guid Uid { get; init; }

    /// <summary>Empty for objects without a namespace.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Parsed resource version; 0 where it is not a number (then only equality holds).</summary>
    public required long ResourceVersion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set while the object is being deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The owner reference with <c>controller: true</c>, or null.</summary>
    public OwnerReference? Controller { get; init; }

    /// <summary>Only the keys that <see cref="KeptKeys"/> names; others are never materialised.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>Only the keys that <see cref="KeptKeys"/> names.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}

/// <summary>Label and annotation keys worth keeping; everything else in a pod stays undecoded.</summary>
internal sealed record KeptKeys(IReadOnlySet<string> Labels, IReadOnlySet<string> Annotations);

/// <summary>The controlling owner of an object.</summary>
internal sealed record OwnerReference(string Kind, string Name, Guid Uid);

internal sealed record PodObject : KubernetesObject
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public required string Phase { get; init; }

    public string? Node { get; init; }

    /// <summary>Condition <c>Ready</c> is <c>True</c>.</summary>
    public bool Ready { get; init; }

    /// <summary><c>status.reason</c>, such as Evicted.</summary>
    public string? Reason { get; init; }

    /// <summary>Regular containers in spec order, joined with their status by name.</summary>
    public required IReadOnlyList<PodContainer> Containers { get; init; }
}

/// <summary>A container of a pod: <see cref="Image"/> from the spec, <see cref="ImageId"/> from the status.</summary>
internal sealed record PodContainer
{
    public required string Name { get; init; }
    public required string Image { get; init; }

    /// <summary>Raw <c>status.imageID</c>; empty while starting.</summary>
    public string ImageId { get; init; } = "";
    public bool Ready { get; init; }
    public int Restarts { get; init; }

    /// <summary>Reason of <c>state.waiting</c>, or null.</summary>
    public string? Waiting { get; init; }
}

internal sealed record NamespaceObject : KubernetesObject;

/// <summary>Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or CronJob.</summary>
internal sealed record ControllerObject : KubernetesObject
{
    /// <summary><c>spec.replicas</c> (1 where absent on kinds that have it); null for kinds without it.</summary>
    public int? Replicas { get; init; }
    public long Generation { get; init; }
    public long ObservedGeneration { get; init; }

    /// <summary><c>status.replicas</c>, for DaemonSets <c>desiredNumberScheduled</c>.</summary>
    public int StatusReplicas { get; init; }
    public int UpdatedReplicas { get; init; }
    public int ReadyReplicas { get; init; }
    public int AvailableReplicas { get; init; }

    /// <summary><c>status.updateRevision</c> of a StatefulSet, or null.</summary>
    public string? UpdateRevision { get; init; }

    /// <summary>Name and image of each regular container of the pod template, in order.</summary>
    public IReadOnlyList<TemplateContainer> Template { get; init; } = [];

    /// <summary>
    /// Hash over the raw bytes of the template's spec, labels and annotations without
    /// <c>kubectl.kubernetes.io/restartedAt</c> and <c>pod-template-hash</c>; prefixed with the media type's letter
    /// (<c>p:</c>, <c>j:</c>) because the two encodings hash differently. Null for kinds without a template.
    /// </summary>
    public string? TemplateFingerprint { get; init; }

    /// <summary>Reason and status of the <c>Progressing</c> condition of a Deployment, or null.</summary>
    public string? ProgressingReason { get; init; }
    public bool ProgressingFalse { get; init; }
}

internal readonly record struct TemplateContainer(string Name, string Image);
