namespace Traceboard.Sources;

/// <summary>A commit as its Git host tells it.</summary>
public sealed record Commit
{
    /// <summary>Repository and full SHA.</summary>
    public required Revision Revision { get; init; }

    /// <summary>The number by which its host knows the repository, whatever it is called; null where the host did not tell it.</summary>
    public long? RepositoryId { get; init; }

    /// <summary>First line of the message, at most 512 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Author.</summary>
    public required Person Author { get; init; }

    /// <summary>Author date.</summary>
    public required DateTimeOffset AuthoredAt { get; init; }

    /// <summary>Committer date.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>Address of its page, built from the configured host; https, or http on loopback.</summary>
    public required string Url { get; init; }

    /// <summary>What is known of its merge request.</summary>
    public MergeRequestStatus MergeRequestStatus { get; init; } = MergeRequestStatus.Unknown;

    /// <summary>The merge request that brought it, or null: see <see cref="MergeRequestStatus"/>.</summary>
    public MergeRequest? MergeRequest { get; init; }
}

/// <summary>A person, as a Git host names them.</summary>
/// <param name="Name">Name from Git, or the account's; at most 256 characters.</param>
/// <param name="Login">Account name, or null when the host links none.</param>
public sealed record Person(string Name, string? Login = null);

/// <summary>A merge request or pull request.</summary>
public sealed record MergeRequest
{
    /// <summary>Number within its repository.</summary>
    public required int Number { get; init; }

    /// <summary>Title, at most 512 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Author, or null when the account is gone.</summary>
    public Person? Author { get; init; }

    /// <summary>Who merged it, or null when not merged or not told.</summary>
    public Person? MergedBy { get; init; }

    /// <summary>When it was merged, or null.</summary>
    public DateTimeOffset? MergedAt { get; init; }

    /// <summary>Address of its page.</summary>
    public required string Url { get; init; }
}

/// <summary>What is known about the merge request of a commit.</summary>
public enum MergeRequestStatus
{
    /// <summary>Not asked successfully.</summary>
    Unknown,

    /// <summary>Brought by a merged request.</summary>
    Merged,

    /// <summary>There is none: pushed directly.</summary>
    None,

    /// <summary>A request exists and is not merged yet.</summary>
    Pending,

    /// <summary>
    /// No request brought it and the default branch does not hold it, but the repository does: it lies on another branch or
    /// under a Git tag, or it belonged to a request of the repository's own that was closed.
    /// </summary>
    OffDefaultBranch,
}
