namespace Traceboard.History;

/// <summary>
/// What an image claims of where it came from: by labels and annotations in its registry, or by those of a workload that
/// runs it. A claim, not a fact; newest by who says so.
/// </summary>
public sealed class ClaimRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Image as the spec asks for it; unique with kind, origin and keys.</summary>
    public required string Image { get; set; }

    /// <summary><c>ociAnnotation</c>, <c>ociLabel</c> or <c>workloadAnnotation</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>Who says so: a digest, or <c>cluster/namespace/Kind/name</c>.</summary>
    public required string Origin { get; set; }

    /// <summary>The keys it was read from.</summary>
    public required string Keys { get; set; }

    /// <summary>Revision as written, or null.</summary>
    public string? Revision { get; set; }

    /// <summary>Source as written, or null.</summary>
    public string? Source { get; set; }

    /// <summary>Version as written, or null.</summary>
    public string? Version { get; set; }

    /// <summary>Why it does not count, or null.</summary>
    public string? Refused { get; set; }

    /// <summary>When it was last told anew.</summary>
    public DateTimeOffset SeenAt { get; set; }
}

/// <summary>Whether the registry of a build was read; also the queue of what is to be read.</summary>
public sealed class BuildEvidenceRow
{
    /// <summary>Build.</summary>
    public int BuildId { get; set; }

    /// <summary>Build.</summary>
    public BuildRow? Build { get; set; }

    /// <summary>What the registry said.</summary>
    public BuildEvidenceState State { get; set; }

    /// <summary>Detail of the newest answer, or null.</summary>
    public string? Detail { get; set; }

    /// <summary>Digests that are this same build, separated by spaces; empty where none are known.</summary>
    public required string Digests { get; set; }

    /// <summary>Not asked before this time; null: never again.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Tries since the last answer.</summary>
    public int Attempts { get; set; }
}

/// <summary>What the registry said of a build.</summary>
public enum BuildEvidenceState
{
    /// <summary>Nothing yet.</summary>
    Waiting,

    /// <summary>Read.</summary>
    Read,

    /// <summary>No such image.</summary>
    Missing,

    /// <summary>Refused.</summary>
    Forbidden,
}
