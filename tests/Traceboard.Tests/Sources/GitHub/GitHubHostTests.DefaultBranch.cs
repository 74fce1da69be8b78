using Microsoft.AspNetCore.Http;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.GitHub;

/// <content>Commits that no merged request brought.</content>
public sealed partial class GitHubHostTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_that_only_a_fork_has_is_not_the_repositorys(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Add(OtherSha);
        repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, AuthorName = "Linus Torvalds", Message = $"Merge {OtherSha} into {OtherSha}" });

        Assert.Contains("knows such a commit", Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(Sha)).Detail);
        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(Sha[..9]));
        await world.FindAsync(OtherSha);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task A_commit_of_another_branch_is_the_repositorys_and_off_its_default_branch(bool token, bool tip, bool found)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Branch = "release/1.x", IsTip = tip });
        if (!tip)
            repository.Commits.Add(new FakeGitHostCommit(OtherSha) { IsOffBranch = true, Branch = "release/1.x" });

        var answer = await world.AskAsync(Sha);

        // By REST only the newest commit of a branch can be told at a reasonable price.
        Assert.Equal(found ? MergeRequestStatus.OffDefaultBranch : null, (answer as CommitAnswer.Found)?.Commit.MergeRequestStatus);
        Assert.InRange(world.Server.Requests.Count, 3, token ? 3 : 5);
    }

    [Fact]
    public async Task A_commit_under_a_Git_tag_alone_is_the_repositorys()
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true });
        repository.Tags["v1.0.0"] = repository.Commits[0];
        repository.Annotated["v1.0.0"] = 1;

        Assert.Equal(MergeRequestStatus.OffDefaultBranch, (await world.FindAsync(Sha)).MergeRequestStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_trial_merge_of_an_open_request_belongs_to_it_unless_the_request_is_a_forks(bool fork)
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        repository.Add(OtherSha, new FakeGitHostMerge(17) { State = "open", Head = OtherSha, TrialSha = Sha, IsFromFork = fork });
        repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Message = $"Merge {OtherSha} into {OtherSha}" });

        var answer = await world.AskAsync(Sha);

        Assert.Equal(fork ? null : 17, (answer as CommitAnswer.Found)?.Commit.MergeRequest!.Number);
        if (fork)
            Assert.Contains("only request 17", Assert.IsType<CommitAnswer.NotFound>(answer).Detail);
    }

    [Fact]
    public async Task Where_GraphQL_does_not_tell_of_branches_REST_does()
    {
        await using var world = await StartAsync();
        ((FakeGitHubHost)world.Server).TellsOfBranches = false;
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Branch = "hotfix" });
        world.Server.Repositories["acme/shop"].Commits.Add(new FakeGitHostCommit(OtherSha) { IsOffBranch = true });

        Assert.Equal(MergeRequestStatus.OffDefaultBranch, (await world.FindAsync(Sha)).MergeRequestStatus);
        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(OtherSha));
    }

    [Fact]
    public async Task Off_branch_commits_of_many_repositories_cost_few_calls()
    {
        await using var world = await StartAsync();
        var shas = Enumerable.Range(0, 50).Select(number => number.ToString("x40")).ToList();
        foreach (var sha in shas)
            world.Server.Add($"acme/shop-{sha[^2..]}").Commits.Add(new FakeGitHostCommit(sha) { IsOffBranch = true, Branch = "hotfix" });

        var answers = await world.Host.FindCommitsAsync([.. shas.Select(sha => new CommitQuestion($"acme/shop-{sha[^2..]}", sha))], TestContext.Current.CancellationToken);

        Assert.All(answers, answer => Assert.Equal(MergeRequestStatus.OffDefaultBranch, Assert.IsType<CommitAnswer.Found>(answer).Commit.MergeRequestStatus));
        Assert.Equal(7, world.Server.Requests.Count);
    }

    [Fact]
    public async Task Whether_commits_were_pushed_directly_is_asked_for_many_at_once()
    {
        await using var world = await StartAsync();
        var shas = Enumerable.Range(0, 100).Select(number => number.ToString("x40")).ToList();
        foreach (var sha in shas)
            world.Server.Add($"acme/shop-{sha[^1]}").Commits.Clear();
        shas.ForEach(sha => world.Server.Repositories[$"acme/shop-{sha[^1]}"].Add(sha));

        var answers = await world.Host.FindCommitsAsync([.. shas.Select(sha => new CommitQuestion($"acme/shop-{sha[^1]}", sha))], TestContext.Current.CancellationToken);

        Assert.All(answers, answer => Assert.Equal(MergeRequestStatus.None, Assert.IsType<CommitAnswer.Found>(answer).Commit.MergeRequestStatus));
        Assert.Equal(4, world.Server.Requests.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Where_GraphQL_does_not_compare_REST_does_and_where_neither_does_nobody_is_named(bool rest, bool known)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { Requests = known ? [new FakeGitHostMerge(4) { State = "closed", Head = Sha }] : [] });
        world.Server.Script = async context =>
        {
            if (!rest && context.Request.Path.Value!.Contains("/compare/", StringComparison.Ordinal))
            {
                context.Response.StatusCode = 403;
                await context.Response.WriteAsync("""{"message":"no"}""");
                return true;
            }

            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var text = await reader.ReadToEndAsync();
            context.Request.Body.Position = 0;
            return text.Contains("compare(", StringComparison.Ordinal) && await OnGraphQlAsync(context, 200, """{"errors":[{"message":"Field 'compare' doesn't exist on type 'Ref'"}]}""");
        };

        var answer = await world.AskAsync(Sha);

        Assert.Equal(rest ? MergeRequestStatus.None : known ? MergeRequestStatus.Unknown : null, (answer as CommitAnswer.Found)?.Commit.MergeRequestStatus);
        if (!rest && !known)
            Assert.Contains("does not say", Assert.IsType<CommitAnswer.Failed>(answer).Detail);
    }
}
