using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.GitLab;

public sealed class GitLabHostTests : GitHostContract
{
    private protected override FakeGitHost Create(TimeProvider time) => new FakeGitLabHost(time);

    [Fact]
    public async Task The_path_of_a_project_in_subgroups_arrives_with_encoded_slashes()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/web/front.end/shop_1").Add(Sha);

        var commit = await world.FindAsync(Sha[..8], "acme/web/front.end/shop_1");

        Assert.Equal(world.Server.Url + "/acme/web/front.end/shop_1/-/commit/" + Sha, commit.Url);
        Assert.All(world.Server.Requests, request => Assert.StartsWith("/api/v4/projects/acme%2Fweb%2Ffront.end%2Fshop_1/repository/commits/", request.Target));
    }

    [Fact]
    public async Task GitLab_below_a_path_is_asked_there()
    {
        await using var world = await StartAsync(configure: settings => settings["GitHosts:0:Url"] += "/gitlab/");

        await world.AskAsync(Sha);

        Assert.StartsWith("/gitlab/api/v4/projects/acme%2Fshop/", world.Server.Requests.Single().Target);
    }

    [Fact]
    public async Task A_missing_project_and_a_missing_commit_are_told_apart()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(OtherSha);

        Assert.IsType<CommitAnswer.RepositoryMissing>(await world.AskAsync(Sha, "acme/none"));
        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(Sha));
        Assert.Equal(2, world.Server.Requests.Count);
    }

    [Fact]
    public async Task The_order_is_merge_commit_then_squash_commit_then_head()
    {
        await using var world = await StartAsync();
        var merge = new FakeGitHostMerge(3) { MergeSha = Sha, Head = OtherSha, MergedAt = "2026-03-03T00:00:00Z" };
        var squash = new FakeGitHostMerge(2) { MergeSha = OtherSha, SquashSha = Sha, MergedAt = "2026-02-02T00:00:00Z" };
        var head = new FakeGitHostMerge(1) { MergeSha = OtherSha, Head = Sha, MergedAt = "2026-01-01T00:00:00Z" };
        var repository = world.Server.Add("acme/shop");
        repository.Add(Sha, head, squash, merge);
        Assert.Equal(3, (await world.FindAsync(Sha)).MergeRequest!.Number);
        repository.Commits.Clear();
        repository.Add(Sha, head, squash);
        Assert.Equal(2, (await world.FindAsync(Sha)).MergeRequest!.Number);
        repository.Commits.Clear();
        repository.Add(Sha, head);
        Assert.Equal(1, (await world.FindAsync(Sha)).MergeRequest!.Number);
    }

    [Fact]
    public async Task A_request_that_only_the_message_tells_of_is_not_called_a_direct_push()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { Message = "Merge branch 'x' into 'main'\n\nSell\n\nSee merge request acme/shop!12" });

        var commit = await world.FindAsync(Sha);

        Assert.Equal(MergeRequestStatus.Unknown, commit.MergeRequestStatus);
        Assert.Null(commit.MergeRequest);
    }

    [Fact]
    public async Task Merge_requests_that_may_not_be_read_leave_the_commit_found()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        world.Server.Script = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("merge_requests", StringComparison.Ordinal))
                return false;
            context.Response.StatusCode = 403;
            await context.Response.Body.WriteAsync("""{"message":"403 Forbidden"}"""u8.ToArray());
            return true;
        };

        Assert.Equal(MergeRequestStatus.Unknown, (await world.FindAsync(Sha)).MergeRequestStatus);
    }

    [Fact]
    public async Task The_check_tells_who_we_are()
    {
        await using var world = await StartAsync();

        var check = (await world.Checks.RunAsync(TestContext.Current.CancellationToken)).Single();

        Assert.True(check.Ok, check.Message);
        Assert.Equal("Git host host", check.Subject);
        Assert.Contains("authenticated as traceboard", check.Message);
        Assert.Single(world.Server.Requests);
    }

    [Theory]
    [InlineData("refs/merge-requests/12/merge", false)]
    [InlineData("refs/merge-requests/12/train", false)]
    [InlineData("refs/merge-requests/12/merge", true)]
    public async Task The_trial_merge_that_a_pipeline_built_belongs_to_its_request_for_two_calls(string pipeline, bool fork)
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        repository.Add(OtherSha, new FakeGitHostMerge(12) { State = "open", Head = OtherSha, IsFromFork = fork });
        repository.Commits.Add(new FakeGitHostCommit(Sha) { IsOffBranch = true, Message = $"Merge {OtherSha} into {OtherSha}", Pipeline = pipeline });

        var answer = await world.AskAsync(Sha);

        if (fork)
            Assert.Contains("only request 12", Assert.IsType<CommitAnswer.NotFound>(answer).Detail);
        else
            Assert.Equal((MergeRequestStatus.Pending, 12), Assert.IsType<CommitAnswer.Found>(answer).Commit is var commit ? (commit.MergeRequestStatus, commit.MergeRequest!.Number) : default);
        Assert.Equal(2, world.Server.Requests.Count);
    }

    [Fact]
    public async Task A_commit_that_a_forks_request_has_too_is_the_projects_where_a_pipeline_of_its_branch_ran()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { Pipeline = "main", Requests = [new FakeGitHostMerge(6) { State = "open", Head = Sha, IsFromFork = true }] });

        await world.FindAsync(Sha);
        Assert.Equal(2, world.Server.Requests.Count);
    }
}
