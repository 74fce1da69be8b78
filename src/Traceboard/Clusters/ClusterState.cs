namespace Traceboard.Clusters;

/// <summary>How a configured cluster is doing, for people.</summary>
public sealed record ClusterState
{
    /// <summary>Name from the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>UID once the cluster was reached, or null.</summary>
    public string? Uid { get; init; }

    /// <summary>API server address, without user information.</summary>
    public string? Server { get; init; }

    /// <summary>Freshness at the moment of asking.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>Last proof, by our clock, or null when there was none since the start.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>Last complete list of pods, or null.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>Pods known now.</summary>
    public int Pods { get; init; }

    /// <summary>One line for each thing that is wrong: what, and the remedy. Empty when all is well.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The watches behind it.</summary>
    public IReadOnlyList<WatchState> Watches { get; init; } = [];
}

/// <summary>One watched collection.</summary>
/// <param name="Resource">Plural resource name.</param>
/// <param name="State">In a word: <c>listing</c>, <c>watching</c>, <c>waiting</c> (back-off), <c>forbidden</c>.</param>
/// <param name="ProvenAt">Last proof of this watch, by our clock.</param>
/// <param name="Relists">Full lists since the start.</param>
/// <param name="Error">Last error in a line, or null.</param>
public sealed record WatchState(string Resource, string State, DateTimeOffset? ProvenAt, int Relists, string? Error);

/// <summary>One running pod, for the page of a service.</summary>
public sealed record PodSnapshot
{
    /// <summary>Pod name.</summary>
    public required string Name { get; init; }

    /// <summary>Phase or the reason that <c>kubectl get pods</c> would show: Running, CrashLoopBackOff, Terminating.</summary>
    public required string Status { get; init; }

    /// <summary>Whether the pod is ready.</summary>
    public required bool Ready { get; init; }

    /// <summary>Restarts of all its containers.</summary>
    public required int Restarts { get; init; }

    /// <summary>Node, or null while unscheduled.</summary>
    public string? Node { get; init; }

    /// <summary>Creation time by the API server's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Images by container: spec image and digest.</summary>
    public required IReadOnlyList<PodContainerSnapshot> Containers { get; init; }
}

/// <summary>A container of a running pod.</summary>
/// <param name="Name">Container name.</param>
/// <param name="Image">Image from the spec.</param>
/// <param name="Digest">Digest from the status, or null.</param>
/// <param name="Ready">Whether it is ready.</param>
/// <param name="Restarts">Restart count.</param>
public sealed record PodContainerSnapshot(string Name, string Image, string? Digest, bool Ready, int Restarts);
