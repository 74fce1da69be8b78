using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources;

/// <summary>Whether a commit is the repository's own, and whether the repository is the one it was.</summary>
public abstract partial class GitHostContract
{
    [Theory]
    [InlineData(true, "open")]
    [InlineData(true, "closed")]
    [InlineData(false, "open")]
    [InlineData(false, "closed")]
    public async Task A_commit_that_only_the_request_of_a_fork_has_is_not_the_repositorys(bool token, string state)
    {
        await using var world = await StartAsync(token);
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha)
        {
            AuthorName = "Linus Torvalds",
            IsOffBranch = true,
            Requests = [new FakeGitHostMerge(6) { State = state, Head = Sha, IsFromFork = true }],
        });

        foreach (var candidate in new[] { Sha, Sha[..8] })
        {
            var answer = Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(candidate));
            Assert.DoesNotContain("Torvalds", answer.Detail);
            Assert.Contains("knows such a commit", answer.Detail);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_a_fork_merged_into_itself_proves_nothing(bool token)
    {
        await using var world = await StartAsync(token);
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Requests = [new FakeGitHostMerge(2) { MergeSha = Sha, Head = Sha, IntoFork = true }, new FakeGitHostMerge(3) { State = "closed", IsFromFork = true }] });

        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(Sha));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_merged_request_from_a_fork_brought_its_commits(bool token)
    {
        await using var world = await StartAsync(token);
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { Requests = [new FakeGitHostMerge(6) { MergeSha = OtherSha, Head = Sha, IsFromFork = true }] });

        var commit = await world.FindAsync(Sha);

        Assert.Equal((MergeRequestStatus.Merged, 6), (commit.MergeRequestStatus, commit.MergeRequest!.Number));
    }

    [Theory]
    [InlineData(true, "open")]
    [InlineData(true, "closed")]
    [InlineData(false, "open")]
    [InlineData(false, "closed")]
    public async Task A_commit_of_a_request_of_the_repositorys_own_was_in_it(bool token, string state)
    {
        await using var world = await StartAsync(token);
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Requests = [new FakeGitHostMerge(6) { State = state, Head = Sha }, new FakeGitHostMerge(5) { State = "open", Head = Sha, IsFromFork = true }] });

        var commit = await world.FindAsync(Sha);

        Assert.Equal((MergeRequestStatus.Pending, state == "open" ? 6 : 5), (commit.MergeRequestStatus, commit.MergeRequest!.Number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_number_of_the_repository_comes_with_the_commit(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        repository.Tags["v1.4.0"] = repository.Add(OtherSha);

        Assert.Equal(repository.Number, (await world.FindAsync(Sha)).RepositoryId);
        Assert.InRange(world.Server.Requests.Count, 1, 2);
        Assert.Equal(repository.Number, (await world.FindAsync(OtherSha)).RepositoryId);
        var tagged = (await world.Host.FindTaggedAsync([new GitTagQuestion("acme/shop", "1.4.0")], Cancellation))[0];
        Assert.Equal(repository.Number, Assert.IsType<CommitAnswer.Found>(tagged).Commit.RepositoryId);

        // The old one is gone, and another one has its name.
        world.Server.Repositories.Remove("acme/shop");
        var other = world.Server.Add("acme/shop");
        other.Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        world.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(other.Number, (await world.FindAsync(Sha)).RepositoryId);
        Assert.NotEqual(repository.Number, other.Number);
    }

    [Fact]
    public async Task A_commit_that_a_Git_tag_holds_is_the_repositorys_whatever_branch_it_left()
    {
        foreach (var token in new[] { true, false })
        {
            await using var world = await StartAsync(token);
            var repository = world.Server.Add("acme/shop");
            repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Requests = [new FakeGitHostMerge(4) { State = "closed", IsFromFork = true }] });
            repository.Tags["v1.4.0"] = repository.Commits[0];

            var tagged = (await world.Host.FindTaggedAsync([new GitTagQuestion("acme/shop", "1.4.0")], Cancellation))[0];

            Assert.Equal(Sha, Assert.IsType<CommitAnswer.Found>(tagged).Commit.Revision.Sha.Value);
        }
    }

    [Fact]
    public async Task The_same_question_of_two_people_is_asked_once()
    {
        await using var world = await StartAsync(token: false);
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Server.Script = async _ =>
        {
            asked.TrySetResult();
            await gate.Task.WaitAsync(Cancellation);
            return false;
        };

        var queue = world.Host.FindCommitsAsync([new CommitQuestion("acme/shop", Sha), new CommitQuestion("acme/shop", OtherSha)], Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        Task<CommitAnswer>[] people = [world.AskAsync(Sha), world.AskAsync(Sha), world.AskAsync(OtherSha)];
        gate.SetResult();

        Assert.IsType<CommitAnswer.Found>((await queue)[0]);
        Assert.IsType<CommitAnswer.Found>(await people[0]);
        Assert.Same((await queue)[0], await people[1]);
        Assert.IsType<CommitAnswer.NotFound>(await people[2]);
        Assert.Equal(3, world.Server.Requests.Count);
        await world.AskAsync(OtherSha);
        Assert.Equal(4, world.Server.Requests.Count);
    }

    [Fact]
    public async Task Whoever_waits_for_another_is_answered_also_when_that_one_gives_up()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (asked, first) = (new TaskCompletionSource(), 1);
        world.Server.Script = async context =>
        {
            if (Interlocked.Exchange(ref first, 0) == 0)
                return false;
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };

        var impatient = world.Host.FindCommitsAsync([new CommitQuestion("acme/shop", Sha)], patience.Token);
        await asked.Task.WaitAsync(Cancellation);
        var patient = world.AskAsync(Sha);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.IsType<CommitAnswer.Found>(await patient);
    }
}
