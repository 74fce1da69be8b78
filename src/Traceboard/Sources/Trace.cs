namespace Traceboard.Sources;

/// <summary>The outcome for a build.</summary>
public enum TraceStatus
{
    /// <summary>A revision confirmed by its Git host.</summary>
    Traced,

    /// <summary>Not asked yet, or waiting for a retry.</summary>
    Pending,

    /// <summary><c>:latest</c>, no tag, a branch name; a tag seen with two digests.</summary>
    Moving,

    /// <summary>A fixed tag with no SHA in it, and no other evidence.</summary>
    NoRevision,

    /// <summary>A SHA, but no rule tells its repository.</summary>
    Unmapped,

    /// <summary>The Git host has no such commit.</summary>
    NotFound,

    /// <summary>More than one commit starts with the candidate.</summary>
    Ambiguous,

    /// <summary>The Git host refuses.</summary>
    Forbidden,

    /// <summary>Evidence that disagrees.</summary>
    Conflict,

    /// <summary>An image of someone else's, by rule.</summary>
    External,
}

/// <summary>Each clue that ties a build to a revision, with its verdict; also what disagreed.</summary>
/// <param name="Kind"><c>tag</c>, <c>gitTag</c>, <c>ociLabel</c>, <c>ociAnnotation</c> or <c>workloadAnnotation</c>.</param>
/// <param name="Value">The clue itself.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Detail">Why, in a sentence.</param>
public sealed record Evidence(string Kind, string Value, EvidenceVerdict Verdict, string Detail);

/// <summary>What came of a clue.</summary>
public enum EvidenceVerdict
{
    /// <summary>The Git host confirmed it.</summary>
    Confirmed,

    /// <summary>The Git host or other evidence spoke against it.</summary>
    Refuted,

    /// <summary>Not used: not needed, or not asked yet.</summary>
    Unused,
}

/// <summary>The outcome for a build, with all of its evidence.</summary>
public sealed record Trace
{
    /// <summary>The outcome.</summary>
    public required TraceStatus Status { get; init; }

    /// <summary>Why it is not <see cref="TraceStatus.Traced"/> and what to do next, in one or two sentences; null when traced.</summary>
    public string? Reason { get; init; }

    /// <summary>The confirmed commit; only when <see cref="TraceStatus.Traced"/>.</summary>
    public Commit? Commit { get; init; }

    /// <summary>
    /// Kind of the evidence that led to <see cref="Commit"/>: <c>tag</c>, <c>gitTag</c>, <c>ociLabel</c>,
    /// <c>ociAnnotation</c> or <c>workloadAnnotation</c>; null without a commit. A Git tag can be moved, so
    /// <c>gitTag</c> is shown as "via Git tag".
    /// </summary>
    public string? Via { get; init; }

    /// <summary>Since when it is pending, or null.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>All clues.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
}
