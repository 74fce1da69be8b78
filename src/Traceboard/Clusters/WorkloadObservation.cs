namespace Traceboard.Clusters;

/// <summary>What one workload runs, as its cluster tells it.</summary>
public sealed record WorkloadObservation
{
    /// <summary>The workload.</summary>
    public required Workload Workload { get; init; }

    /// <summary>The service it belongs to, by the configured <c>NameFrom</c> order; the workload's name where no label tells.</summary>
    public required string Service { get; init; }

    /// <summary>The team by the configured <c>TeamFrom</c> order, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Value of the namespace label <c>traceboard.io/environment</c>, or null.</summary>
    public string? EnvironmentLabel { get; init; }

    /// <summary>Replicas that the controller wants, or null where no controller was seen.</summary>
    public int? DesiredReplicas { get; init; }

    /// <summary>
    /// Whether the controller object itself was seen. If so the workload exists even without a pod (scaled to zero,
    /// a CronJob between runs); if not, it is gone with its last pod.
    /// </summary>
    public bool ControllerSeen { get; init; }

    /// <summary>How its rollout goes.</summary>
    public RolloutState Rollout { get; init; }

    /// <summary>Why it is stalled, in Kubernetes' own words (ProgressDeadlineExceeded, ImagePullBackOff, CrashLoopBackOff), or null.</summary>
    public string? RolloutReason { get; init; }

    /// <summary>
    /// Whether it tells of a time that is over, from what the server replayed: then it may add a deployment that is not
    /// known, and says nothing about those that are, about other containers, or about what runs now.
    /// </summary>
    public bool IsPast { get; init; }

    /// <summary>Its containers; never empty unless it has neither a pod nor a known template.</summary>
    public required IReadOnlyList<ContainerObservation> Containers { get; init; }
}

/// <summary>How far a rollout is.</summary>
public enum RolloutState
{
    /// <summary>Pods of more than one build run, or not all wanted pods are ready yet.</summary>
    Progressing,

    /// <summary>All wanted pods run the current template and are ready.</summary>
    Complete,

    /// <summary>Kubernetes says that it does not get on.</summary>
    Stalled,
}

/// <summary>What one container of a workload runs.</summary>
public sealed record ContainerObservation
{
    /// <summary>Container name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the one that counts for "the version": named by <c>kubectl.kubernetes.io/default-container</c>, like the workload, or the first.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>Image of this container in the controller's current template, or null where that is not known.</summary>
    public string? TargetImage { get; init; }

    /// <summary>
    /// One entry for each image, digest and template seen since the last batch, also when its last pod has gone
    /// meanwhile (then with 0 pods), in order of <see cref="BuildObservation.FirstPodCreatedAt"/>.
    /// </summary>
    public required IReadOnlyList<BuildObservation> Builds { get; init; }
}

/// <summary>One build that runs, or ran since the last batch, in a container of a workload.</summary>
public sealed record BuildObservation
{
    /// <summary>Image as the pod's <em>spec</em> asks for it.</summary>
    public required string Image { get; init; }

    /// <summary>Digest from <c>status.imageID</c> (<c>sha256:…</c>), or null while the container has not been pulled or the runtime tells only a local id.</summary>
    public string? Digest { get; init; }

    /// <summary>Identity of the pod template: <c>pod-template-hash</c>, <c>controller-revision-hash</c>, or null.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Hash over the template's pod spec and metadata without restart marks, or null where the template was not seen.
    /// Equal fingerprints with different <see cref="Template"/> are a restart, not a configuration change.
    /// </summary>
    public string? TemplateFingerprint { get; init; }

    /// <summary>Pods that run it and have not ended. 0 when the last one has gone.</summary>
    public required int Pods { get; init; }

    /// <summary>Of these, pods that are ready.</summary>
    public required int Ready { get; init; }

    /// <summary>Restarts of this container, summed over its pods.</summary>
    public int Restarts { get; init; }

    /// <summary>Creation time of its first known pod, by the API server's clock.</summary>
    public required DateTimeOffset FirstPodCreatedAt { get; init; }

    /// <summary>Worst waiting reason among its pods (ImagePullBackOff, CrashLoopBackOff), or null.</summary>
    public string? Waiting { get; init; }

    /// <summary>
    /// What its newest pod's labels and annotations tell of where it came from, by the configured allow-list alone; null
    /// where they tell nothing, and for containers that do not count for the version.
    /// </summary>
    public WorkloadClaim? Claim { get; init; }
}

/// <summary>What allow-listed labels and annotations of a pod claim of its image.</summary>
/// <param name="Keys">The keys it was read from, separated by a comma and a space.</param>
/// <param name="Revision">The commit as written, at most 256 characters, or null.</param>
/// <param name="Source">The repository's address as written, at most 512 characters, or null.</param>
public sealed record WorkloadClaim(string Keys, string? Revision, string? Source);
