using Traceboard.Sources;

namespace Traceboard.History;

/// <summary>
/// A question to a Git host and what it answered; also the queue: what is not final and due is asked, newest
/// deployed first. Survives restarts. Found is remembered for ever, "no such commit" for a while, a failure never.
/// </summary>
public sealed class QuestionRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Git host; unique with path and candidate.</summary>
    public required string Host { get; set; }

    /// <summary>Repository path.</summary>
    public required string Path { get; set; }

    /// <summary>Candidate SHA.</summary>
    public required string Candidate { get; set; }

    /// <summary>State.</summary>
    public QuestionState State { get; set; }

    /// <summary>Detail of the newest answer.</summary>
    public string? Detail { get; set; }

    /// <summary>Commit, when found.</summary>
    public int? CommitId { get; set; }

    /// <summary>Commit.</summary>
    public CommitRow? Commit { get; set; }

    /// <summary>When it was first wanted.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Not asked before this time; null: never again (found).</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Tries since the last answer.</summary>
    public int Attempts { get; set; }

    /// <summary>Start of the newest deployment that wants it: the queue's order.</summary>
    public DateTimeOffset NewestDeployedAt { get; set; }

    /// <summary>Pods of the newest deployment that wanted it, when it was wanted: the queue's order among equals.</summary>
    public int Pods { get; set; }
}

/// <summary>States of a question.</summary>
public enum QuestionState
{
    /// <summary>Not answered yet.</summary>
    Waiting,

    /// <summary>Found.</summary>
    Found,

    /// <summary>No such commit.</summary>
    NotFound,

    /// <summary>Several commits.</summary>
    Ambiguous,

    /// <summary>No such repository, or no access.</summary>
    RepositoryMissing,

    /// <summary>Refused.</summary>
    Forbidden,

    /// <summary>The repository at that path is another one than before, and not confirmed.</summary>
    OtherRepository,
}

/// <summary>A repository by the number that its Git host gives it, kept for ever: a name may be given to another one.</summary>
public sealed class RepositoryRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Git host; unique with the path.</summary>
    public required string Host { get; set; }

    /// <summary>Path, as the mapping writes it.</summary>
    public required string Path { get; set; }

    /// <summary>The number whose commits are believed: the one met first, or confirmed since.</summary>
    public long Number { get; set; }

    /// <summary>Since when that number is believed.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>Another number met at the same path and not confirmed, or null.</summary>
    public long? OtherNumber { get; set; }

    /// <summary>When it was first met, or null.</summary>
    public DateTimeOffset? OtherSeenAt { get; set; }
}

/// <summary>A commit, kept for ever.</summary>
public sealed class CommitRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Git host; unique with path and SHA.</summary>
    public required string Host { get; set; }

    /// <summary>Repository path.</summary>
    public required string Path { get; set; }

    /// <summary>Full SHA, lower case.</summary>
    public required string Sha { get; set; }

    /// <summary>Title.</summary>
    public required string Title { get; set; }

    /// <summary>Author's name.</summary>
    public required string AuthorName { get; set; }

    /// <summary>Author's account, or null.</summary>
    public string? AuthorLogin { get; set; }

    /// <summary>Author date.</summary>
    public DateTimeOffset AuthoredAt { get; set; }

    /// <summary>Committer date.</summary>
    public DateTimeOffset CommittedAt { get; set; }

    /// <summary>Page.</summary>
    public required string Url { get; set; }

    /// <summary>What is known of its merge request.</summary>
    public MergeRequestStatus MergeRequestStatus { get; set; }

    /// <summary>Number, or null.</summary>
    public int? MergeRequestNumber { get; set; }

    /// <summary>Title, or null.</summary>
    public string? MergeRequestTitle { get; set; }

    /// <summary>Author's name, or null.</summary>
    public string? MergeRequestAuthorName { get; set; }

    /// <summary>Author's account, or null.</summary>
    public string? MergeRequestAuthorLogin { get; set; }

    /// <summary>Merger's name, or null.</summary>
    public string? MergedByName { get; set; }

    /// <summary>Merger's account, or null.</summary>
    public string? MergedByLogin { get; set; }

    /// <summary>When merged, or null.</summary>
    public DateTimeOffset? MergedAt { get; set; }

    /// <summary>Page, or null.</summary>
    public string? MergeRequestUrl { get; set; }
}
