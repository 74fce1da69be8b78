namespace Traceboard.Answers;

/// <summary>The outcome for a build, as the API tells it.</summary>
public sealed record TraceAnswer
{
    /// <summary>Traced, Pending, Moving, NoRevision, Unmapped, NotFound, Ambiguous, Forbidden, Conflict or External.</summary>
    public required string Status { get; init; }

    /// <summary>Why, and the next step; null when traced.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is pending.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>Kind of the evidence that led to the revision, as in <see cref="EvidenceAnswer"/>; <c>gitTag</c> is shown as "via Git tag". Null when not traced.</summary>
    public string? Via { get; init; }

    /// <summary>The revision, when traced.</summary>
    public RevisionAnswer? Revision { get; init; }

    /// <summary>The commit, when traced.</summary>
    public CommitAnswerShape? Commit { get; init; }

    /// <summary>The merge request, or null: see <see cref="MergeRequestStatus"/>.</summary>
    public MergeRequestAnswer? MergeRequest { get; init; }

    /// <summary>Merged, None, Pending or Unknown.</summary>
    public required string MergeRequestStatus { get; init; }

    /// <summary>All clues with their verdicts.</summary>
    public IReadOnlyList<EvidenceAnswer> Evidence { get; init; } = [];
}

/// <summary>A revision.</summary>
public sealed record RevisionAnswer(string Host, string Repository, string Sha, string Url);

/// <summary>A commit.</summary>
public sealed record CommitAnswerShape(string Sha, string Title, PersonAnswer Author, DateTimeOffset AuthoredAt, DateTimeOffset CommittedAt, string Url);

/// <summary>A person.</summary>
public sealed record PersonAnswer(string Name, string? Login, string? AvatarUrl = null);

/// <summary>A merge request.</summary>
public sealed record MergeRequestAnswer(int Number, string Title, PersonAnswer? Author, PersonAnswer? MergedBy, DateTimeOffset? MergedAt, string Url);

/// <summary>A clue; <paramref name="Verdict"/> is confirmed, refuted or unused.</summary>
public sealed record EvidenceAnswer(string Kind, string Value, string Verdict, string Detail);
