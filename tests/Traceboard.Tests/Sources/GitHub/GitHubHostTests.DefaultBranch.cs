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
    public async Task A_commit_that_only_a_fork_has_is_neither_merged_nor_pushed_directly(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true });
        repository.Commits.Add(new FakeGitHostCommit(OtherSha) { IsOffBranch = true, Requests = [new FakeGitHostMerge(5) { State = "open", Head = OtherSha }] });

        var commit = await world.FindAsync(Sha);
        Assert.Equal((MergeRequestStatus.OffDefaultBranch, null), (commit.MergeRequestStatus, commit.MergeRequest));
        Assert.Equal(MergeRequestStatus.Pending, (await world.FindAsync(OtherSha)).MergeRequestStatus);
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

    [Fact]
    public async Task Where_the_branch_cannot_be_compared_nothing_is_claimed()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        world.Server.Script = async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var text = await reader.ReadToEndAsync();
            context.Request.Body.Position = 0;
            return text.Contains("compare(", StringComparison.Ordinal) && await OnGraphQlAsync(context, 200, """{"errors":[{"message":"Field 'compare' doesn't exist on type 'Ref'"}]}""");
        };

        Assert.Equal(MergeRequestStatus.Unknown, (await world.FindAsync(Sha)).MergeRequestStatus);
    }
}
