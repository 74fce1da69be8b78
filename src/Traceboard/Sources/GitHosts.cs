namespace Traceboard.Sources;

/// <summary>
/// A Git host that is asked for commits. Implementations keep the host's manners (budget, Retry-After, at most
/// 4 requests in flight), never follow a redirect to another origin with a credential, and cap what they read.
/// </summary>
public interface IGitHost
{
    /// <summary>Name from the configuration.</summary>
    string Name { get; }

    /// <summary>How many questions fit in one call of <see cref="FindCommitsAsync"/>; 1 or more.</summary>
    int BatchSize { get; }

    /// <summary>How the host is doing, for people.</summary>
    GitHostState State { get; }

    /// <summary>
    /// Asks for commits. Returns one answer for each question, in order. "No such commit" is an answer
    /// (<see cref="CommitAnswer.NotFound"/>) and may be remembered for a while; <see cref="CommitAnswer.Failed"/> means
    /// "we do not know" and must be asked again. A found commit always starts with the candidate, and something proves that the
    /// repository itself holds it and not a fork of it alone. Never throws for what
    /// the network or the host does; throws only when cancelled.
    /// </summary>
    Task<IReadOnlyList<CommitAnswer>> FindCommitsAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for the commits that Git tags lead to, annotated tags peeled. Returns one answer for each question, in order,
    /// with the same promises as <see cref="FindCommitsAsync"/>. A tag <c>1.2.3</c> and a tag <c>v1.2.3</c> are the same
    /// name; where both exist and lead to different commits, the answer is <see cref="CommitAnswer.Ambiguous"/>.
    /// </summary>
    Task<IReadOnlyList<CommitAnswer>> FindTaggedAsync(IReadOnlyList<GitTagQuestion> questions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CommitAnswer>>([.. questions.Select(_ => new CommitAnswer.NotFound($"{Name} is not asked for Git tags."))]);

    /// <summary>
    /// One cheap read for <c>traceboard check</c>: reachable, authenticated as whom, what is left of the budget, and the
    /// remedy where something is amiss. Never throws for what the network or the host does.
    /// </summary>
    Task<CheckResult> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResult($"Git host {Name}", State.LastError is null, State.LastError ?? $"{State.Url}: configured"));
}

/// <summary>Asks whether a repository has a commit that starts with a candidate.</summary>
/// <param name="Path">Path of the repository on the host.</param>
/// <param name="Candidate">6 to 64 lower-case hex digits.</param>
public sealed record CommitQuestion(string Path, string Candidate);

/// <summary>Asks whether a repository has a Git tag of that name, with or without a leading <c>v</c>, and which commit it leads to.</summary>
/// <param name="Path">Path of the repository on the host.</param>
/// <param name="Tag">Name as the image's tag has it: 1 to 128 letters, digits, <c>_</c>, <c>.</c> and <c>-</c>.</param>
public sealed record GitTagQuestion(string Path, string Tag)
{
    /// <summary>The names that count: the one with <c>v</c> and the one without, where a digit follows; else the name itself.</summary>
    public IReadOnlyList<string> Names => Tag.AsSpan().TrimStart('v') is { Length: > 0 } bare && char.IsAsciiDigit(bare[0]) && Tag.Length - bare.Length <= 1
        ? [$"v{bare}", bare.ToString()]
        : [Tag];
}

/// <summary>What a Git host said.</summary>
public abstract record CommitAnswer
{
    private CommitAnswer() { }

    /// <summary>The commit, with its merge request as far as known. Final.</summary>
    public sealed record Found(Commit Commit) : CommitAnswer
    {
        /// <summary>How far it is proven that the repository itself holds the commit, while the host is still asked.</summary>
        internal CommitProof Proof { get; init; }
    }

    /// <summary>
    /// The repository is readable and has no such commit: a branch or tag of that name does not count, nor does a commit
    /// that the host shows without a proof that the repository itself holds it.
    /// </summary>
    public sealed record NotFound(string Detail) : CommitAnswer;

    /// <summary>
    /// The repository at this path is another one than before, by its number. Nothing of it counts until an administrator
    /// confirms it.
    /// </summary>
    public sealed record OtherRepository(string Detail) : CommitAnswer;

    /// <summary>More than one commit starts with the candidate.</summary>
    public sealed record Ambiguous(string Detail) : CommitAnswer;

    /// <summary>The repository does not exist or may not be read; hosts do not tell which.</summary>
    public sealed record RepositoryMissing(string Detail) : CommitAnswer;

    /// <summary>The host refuses: the token is missing, wrong, or lacks a scope.</summary>
    public sealed record Forbidden(string Detail) : CommitAnswer;

    /// <summary>We do not know: time-out, limit, fault. Ask again not before <paramref name="RetryAfter"/>.</summary>
    public sealed record Failed(string Detail, TimeSpan? RetryAfter) : CommitAnswer;
}

/// <summary>How a Git host is doing.</summary>
public sealed record GitHostState
{
    /// <summary>Name from the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>GitHub or GitLab.</summary>
    public required string Kind { get; init; }

    /// <summary>Base address, without user information.</summary>
    public required string Url { get; init; }

    /// <summary>Whether a credential is configured.</summary>
    public bool Authenticated { get; init; }

    /// <summary>Requests allowed in the current window, or null where the host tells none.</summary>
    public int? Limit { get; init; }

    /// <summary>Requests left in it, or null.</summary>
    public int? Remaining { get; init; }

    /// <summary>When the window ends, or null.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Not asked before this time because the host said so or failed, or null.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Calls since the start.</summary>
    public long Calls { get; init; }

    /// <summary>Last error in a line, or null after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>When the last call succeeded, or null.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }
}

/// <summary>The configured Git hosts, by name (case-insensitive).</summary>
public sealed class GitHosts(IEnumerable<IGitHost> hosts)
{
    private readonly Dictionary<string, IGitHost> _byName = hosts.ToDictionary(host => host.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, in configuration order.</summary>
    public IReadOnlyList<IGitHost> All => [.. _byName.Values];

    /// <summary>The host of that name, or null.</summary>
    public IGitHost? Find(string name) => _byName.GetValueOrDefault(name);
}
