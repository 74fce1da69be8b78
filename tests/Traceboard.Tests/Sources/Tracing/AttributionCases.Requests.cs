using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Tracing;

/// <content>What requests do to commits: queues, rebases, stacks, forks, reverts and picks.</content>
internal sealed partial record AttributionCase
{
    /// <summary>The commit that nobody may be named for.</summary>
    private string? Hidden { get; init; }

    private static AttributionCase OfRequests(int kind, Random random, FakeGitHostRepository repository, AttributionCase built) => kind switch
    {
        16 => Add(repository, built with { Kind = "merge queue", Number = 12 }, "Sell shoes (#12)", null,
            new(11) { MergeSha = NewSha(random), Head = NewSha(random), MergedAt = "2026-01-03T00:00:00Z" }, new(12) { MergeSha = built.Sha, Head = NewSha(random), MergedAt = "2026-01-03T00:00:00Z" }),
        17 => Add(repository, built with { Kind = "rebased, one of several", Number = 8 }, "Second of three", null, new FakeGitHostMerge(8) { MergeSha = NewSha(random), Head = NewSha(random) }),
        18 => Add(repository, built with { Kind = "squashed by somebody else", Author = "Grace Hopper", Login = "grace", Number = 9 }, "Sell shoes (!9)\n\nCo-authored-by: Mallory <m@example.com>", null,
            new FakeGitHostMerge(9) { SquashSha = built.Sha, Head = NewSha(random), AuthorLogin = "ada", MergerLogin = "linus" }),
        19 => Add(repository, built with { Kind = "revert", Number = 20 }, $"Revert \"Sell shoes (#10)\"\n\nThis reverts commit {NewSha(random)}.", null, new FakeGitHostMerge(20) { Title = "Revert \"Sell shoes\"", MergeSha = built.Sha, Head = NewSha(random) }),
        20 => Add(repository, built with { Kind = "picked", Number = 31 }, $"Sell shoes\n\n(cherry picked from commit {NewSha(random)})", "release/1.x", new FakeGitHostMerge(31) { MergeSha = NewSha(random), Head = built.Sha }),
        21 => Add(repository, built with { Kind = "merged into another branch", Number = 13 }, "Sell shoes", "next", new FakeGitHostMerge(13) { MergeSha = built.Sha, Head = NewSha(random) }),
        22 => Add(repository, built with { Kind = "stacked", Number = 41 }, "Lower of two", null,
            new(42) { MergeSha = NewSha(random), Head = NewSha(random), MergedAt = "2026-01-05T00:00:00Z" }, new(41) { MergeSha = NewSha(random), Head = NewSha(random), MergedAt = "2026-01-04T00:00:00Z" }),
        23 => Add(repository, built with { Kind = "bot with a co-author", Author = "renovate[bot]", Login = "renovate[bot]", Number = 5 }, "Update node\n\nCo-authored-by: Ada Lovelace <ada@example.com>", null,
            new FakeGitHostMerge(5) { SquashSha = built.Sha, AuthorLogin = "renovate[bot]", MergerLogin = "grace" }),
        24 => Add(repository, built with { Kind = "an open request from a fork", Sha = null, Hidden = built.Sha }, "Sell shoes", "", new FakeGitHostMerge(6) { State = "open", Head = built.Sha, IsFromFork = true, AuthorLogin = "mallory" }),
        25 => Add(repository, built with { Kind = "merged from a fork", Number = 6 }, "Sell shoes", null, new FakeGitHostMerge(6) { MergeSha = NewSha(random), Head = built.Sha, IsFromFork = true }),
        _ => Add(repository, built with { Kind = "a fork's own merge", Sha = null, Hidden = built.Sha }, "Sell shoes", "", new FakeGitHostMerge(6) { MergeSha = built.Sha, IntoFork = true, AuthorLogin = "mallory" }),
    };

    private static AttributionCase Add(FakeGitHostRepository repository, AttributionCase built, string message, string? branch, params FakeGitHostMerge[] requests)
    {
        repository.Commits.Add(new FakeGitHostCommit(built.Sha ?? built.Hidden!)
        {
            Message = message,
            AuthorName = built.Author,
            AuthorLogin = built.Login,
            Requests = requests,
            IsOffBranch = branch is not null,
            Branch = branch is { Length: > 0 } ? branch : null,
        });
        return built with { Merged = built.Number is null ? built.Merged : MergeRequestStatus.Merged };
    }
}
