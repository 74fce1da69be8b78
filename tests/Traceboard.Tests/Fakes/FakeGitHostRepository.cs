namespace Traceboard.Tests.Fakes;

/// <summary>A repository of a <see cref="FakeGitHost"/>.</summary>
internal sealed class FakeGitHostRepository
{
    private static long _numbers;

    /// <summary>Number by which the host knows it, whatever it is called.</summary>
    public long Number { get; set; } = Interlocked.Increment(ref _numbers);

    public List<FakeGitHostCommit> Commits { get; } = [];

    /// <summary>Branches and tags, which a real host looks up before abbreviated SHAs.</summary>
    public Dictionary<string, FakeGitHostCommit> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Git tags by their exact names.</summary>
    public Dictionary<string, FakeGitHostCommit> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The Git tags that are objects of their own, and how many lie before the commit.</summary>
    public Dictionary<string, int> Annotated { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty { get; set; }

    /// <summary>The newest commits of the default branch.</summary>
    public IEnumerable<FakeGitHostCommit> Branch => Commits.Where(commit => !commit.IsOffBranch).Reverse().Take(100);

    public FakeGitHostCommit Add(string sha, params FakeGitHostMerge[] requests)
    {
        var commit = new FakeGitHostCommit(sha) { Requests = [.. requests] };
        Commits.Add(commit);
        return commit;
    }

    public (FakeGitHostCommit? Commit, bool Ambiguous) Resolve(string reference)
    {
        if (Commits.Find(commit => commit.Sha == reference) is { } exact)
            return (exact, false);
        if (Names.TryGetValue(reference, out var named))
            return (named, false);
        var starting = Commits.FindAll(commit => commit.Sha.StartsWith(reference, StringComparison.Ordinal));
        return (starting.Count == 1 ? starting[0] : null, starting.Count > 1);
    }
}

/// <summary>A commit of a <see cref="FakeGitHost"/>.</summary>
internal sealed record FakeGitHostCommit(string Sha)
{
    public string Message { get; init; } = "Sell more shoes\n\nThe old ones are gone.";

    public string? AuthorName { get; init; } = "Ada Lovelace";

    public string? AuthorLogin { get; init; } = "ada";

    public string AuthoredAt { get; init; } = "2026-01-02T03:04:05Z";

    public string CommittedAt { get; init; } = "2026-01-02T04:04:05+01:00";

    public IReadOnlyList<FakeGitHostMerge> Requests { get; init; } = [];

    /// <summary>Found by its SHA, but not on the default branch: only a fork has it, or it was force-pushed away, unless <see cref="Branch"/> tells more.</summary>
    public bool IsOffBranch { get; init; }

    /// <summary>Another branch that holds it, or null.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether it is the newest commit of <see cref="Branch"/>.</summary>
    public bool IsTip { get; init; } = true;

    /// <summary>What its last pipeline ran for, as GitLab tells it, or null.</summary>
    public string? Pipeline { get; init; }
}

/// <summary>A merge request of a <see cref="FakeGitHost"/>.</summary>
internal sealed record FakeGitHostMerge(int Number)
{
    public string Title { get; init; } = "Sell more shoes";

    /// <summary><c>merged</c>, <c>open</c> or <c>closed</c>.</summary>
    public string State { get; init; } = "merged";

    public string? MergeSha { get; init; }

    public string? SquashSha { get; init; }

    public string? Head { get; init; }

    public string? AuthorLogin { get; init; } = "ada";

    public string? MergerLogin { get; init; } = "grace";

    public string MergedAt { get; init; } = "2026-01-03T00:00:00Z";

    public string? Url { get; init; }

    /// <summary>Whether its branch lies in a fork.</summary>
    public bool IsFromFork { get; init; }

    /// <summary>Whether it goes into a fork, and not into the repository that is asked.</summary>
    public bool IntoFork { get; init; }

    /// <summary>The trial merge that the host made of it while it is open, or null.</summary>
    public string? TrialSha { get; init; }
}
