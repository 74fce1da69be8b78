namespace Traceboard.Simulation.GitHosts;

/// <summary>Tells a repository's history step by step, in the words that its host writes into merge commits.</summary>
internal sealed class RepositoryStory(GitRepository repository, bool onGitLab)
{
    /// <summary>Who commits when the host itself merges.</summary>
    private static readonly GitPerson WebFlow = new("GitHub", "web-flow");

    public GitRepository Repository => repository;

    /// <summary>A commit straight to the default branch, without a request.</summary>
    public GitCommit Push(string message, GitPerson author, DateTimeOffset at) => Advance(repository.Add(message, Tip(), author, at));

    /// <summary>A request whose branch is kept: its commits and a merge commit.</summary>
    public GitCommit Merge(string title, IReadOnlyList<string> steps, GitPerson author, GitPerson mergedBy, DateTimeOffset at)
    {
        var branch = BranchName(title);
        var commits = Branch(Tip(), steps, author, at);
        var number = repository.NextRequestNumber();
        var message = onGitLab
            ? $"Merge branch '{branch}' into '{GitRepository.DefaultBranch}'\n\n{title}\n\nSee merge request {repository.Path}!{number}"
            : $"Merge pull request #{number} from {repository.Owner}/{branch}\n\n{title}";
        var merge = repository.Add(message, [Tip()[0], commits[^1].Sha], onGitLab ? mergedBy : author, at, onGitLab ? mergedBy : WebFlow);
        Close(number, title, GitMergeKind.Merge, branch, commits, merge, author, mergedBy, at);
        return Advance(merge);
    }

    /// <summary>A request whose commits become one.</summary>
    public GitCommit Squash(string title, IReadOnlyList<string> steps, GitPerson author, GitPerson mergedBy, DateTimeOffset at)
    {
        var branch = BranchName(title);
        var commits = Branch(Tip(), steps, author, at);
        var number = repository.NextRequestNumber();
        var message = onGitLab ? $"{title}\n\nSee merge request {repository.Path}!{number}" : $"{title} (#{number})";
        var squashed = repository.Add(message, Tip(), author, at, onGitLab ? mergedBy : WebFlow);
        Close(number, title, GitMergeKind.Squash, branch, commits, squashed, author, mergedBy, at);
        return Advance(squashed);
    }

    /// <summary>A request that undoes a commit.</summary>
    public GitCommit Revert(GitCommit commit, GitPerson author, GitPerson mergedBy, DateTimeOffset at) =>
        Squash($"Revert \"{commit.Title}\"", [$"Revert \"{commit.Title}\"\n\nThis reverts commit {commit.Sha}."], author, mergedBy, at);

    /// <summary>A fix on a branch from an older commit, as it goes to production past what is on the default branch.</summary>
    public GitCommit Hotfix(GitCommit from, string branch, string title, GitPerson author, DateTimeOffset at)
    {
        var fix = repository.Add(title, [from.Sha], author, at);
        repository.SetBranch(branch, fix.Sha);
        return fix;
    }

    /// <summary>An open request: its commits are on no other branch.</summary>
    public GitCommit Open(string title, IReadOnlyList<string> steps, GitPerson author, DateTimeOffset at)
    {
        var branch = BranchName(title);
        var commits = Branch(Tip(), steps, author, at);
        repository.SetBranch(branch, commits[^1].Sha);
        repository.SetRequest(Request(repository.NextRequestNumber(), title, GitMergeKind.Merge, branch, commits, author));
        return commits[^1];
    }

    private void Close(int number, string title, GitMergeKind kind, string branch, IReadOnlyList<GitCommit> commits, GitCommit merge, GitPerson author, GitPerson mergedBy, DateTimeOffset at) =>
        repository.SetRequest(Request(number, title, kind, branch, commits, author) with { MergeSha = merge.Sha, MergedBy = mergedBy, MergedAt = merge.CommittedAt, CreatedAt = at.AddHours(-5) });

    private static GitRequest Request(int number, string title, GitMergeKind kind, string branch, IReadOnlyList<GitCommit> commits, GitPerson author) => new()
    {
        Number = number,
        Title = title,
        Author = author,
        CreatedAt = commits[^1].CommittedAt,
        Kind = kind,
        SourceBranch = branch,
        HeadSha = commits[^1].Sha,
        BranchCommits = [.. commits.Select(commit => commit.Sha)],
    };

    private List<GitCommit> Branch(IReadOnlyList<string> from, IReadOnlyList<string> steps, GitPerson author, DateTimeOffset at)
    {
        var commits = new List<GitCommit>();
        foreach (var (index, step) in steps.Index())
            commits.Add(repository.Add(step, index == 0 ? from : [commits[^1].Sha], author, at.AddMinutes(-40 * (steps.Count - index))));
        return commits;
    }

    private IReadOnlyList<string> Tip() => repository.Head is { } head ? [head.Sha] : [];

    private GitCommit Advance(GitCommit commit)
    {
        repository.SetBranch(GitRepository.DefaultBranch, commit.Sha);
        return commit;
    }

    private static string BranchName(string title)
    {
        var words = string.Concat(title.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('-', words.Take(5));
    }
}
