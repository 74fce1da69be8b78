namespace Traceboard.Simulation.GitHosts;

/// <summary>A person or a bot as Git and its host know them.</summary>
internal sealed record GitPerson(string Name, string Login, bool IsBot = false)
{
    public string Email => IsBot ? $"{Login}@users.noreply.example.com" : $"{Login}@acme.example";
}

/// <summary>A commit of a simulated repository.</summary>
internal sealed record GitCommit
{
    public required string Sha { get; init; }
    public required IReadOnlyList<string> Parents { get; init; }
    public required string Message { get; init; }
    public required GitPerson Author { get; init; }
    public required DateTimeOffset AuthoredAt { get; init; }
    public required GitPerson Committer { get; init; }
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>Position in the repository: parents come before their children.</summary>
    public required int Order { get; init; }

    public string Title => Message.Split('\n')[0];
}

internal enum GitMergeKind
{
    Merge,
    Squash,
    FastForward,
}

/// <summary>A pull request or merge request.</summary>
internal sealed record GitRequest
{
    public required int Number { get; init; }
    public required string Title { get; init; }
    public required GitPerson Author { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required GitMergeKind Kind { get; init; }
    public required string SourceBranch { get; init; }

    /// <summary>Head of its branch.</summary>
    public required string HeadSha { get; init; }

    /// <summary>The commits of its branch, oldest first.</summary>
    public required IReadOnlyList<string> BranchCommits { get; init; }

    /// <summary>The commit on the target branch that brought it; null while it is open.</summary>
    public string? MergeSha { get; init; }
    public GitPerson? MergedBy { get; init; }
    public DateTimeOffset? MergedAt { get; init; }

    public bool Brought(string sha) => MergeSha == sha || BranchCommits.Contains(sha, StringComparer.Ordinal);
}

/// <summary>What a name or an abbreviated SHA stands for.</summary>
internal sealed record GitResolution(GitCommit? Commit, bool Ambiguous = false);
