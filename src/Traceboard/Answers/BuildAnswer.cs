namespace Traceboard.Answers;

/// <summary>A build that runs.</summary>
public sealed record BuildAnswer
{
    /// <summary>Image as the spec asks for it.</summary>
    public required string Image { get; init; }

    /// <summary>Digest, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Container name.</summary>
    public required string Container { get; init; }

    /// <summary>Whether the container is the one that counts for the version.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>Pods that run it.</summary>
    public required int Pods { get; init; }

    /// <summary>Of these, ready.</summary>
    public required int Ready { get; init; }

    /// <summary>Where it comes from.</summary>
    public required TraceAnswer Trace { get; init; }
}

/// <summary>A build and its trace.</summary>
public sealed record BuildTraceAnswer(string Image, string? Digest, TraceAnswer Trace);

/// <summary>A workload with its cluster's name.</summary>
public sealed record WorkloadAnswer(string Cluster, string Namespace, string Kind, string Name);
