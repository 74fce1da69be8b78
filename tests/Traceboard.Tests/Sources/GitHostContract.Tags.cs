using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources;

/// <summary>Git tags: the commit they lead to, whatever lies between.</summary>
public abstract partial class GitHostContract
{
    [Theory]
    [InlineData("1.2.3", "v1.2.3", 0, true)]
    [InlineData("1.2.3", "1.2.3", 0, true)]
    [InlineData("v1.2.3", "1.2.3", 1, true)]
    [InlineData("v1.2.3", "v1.2.3", 2, false)]
    [InlineData("release-42", "release-42", 1, false)]
    [InlineData("1.2.3", "v1.2.3", 0, false)]
    public async Task A_git_tag_leads_to_its_commit_with_or_without_v_and_through_annotated_tags(string asked, string tag, int annotated, bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Tags[tag] = repository.Add(Sha, new FakeGitHostMerge(7) { MergeSha = Sha });
        repository.Annotated[tag] = annotated;

        var commit = Assert.IsType<CommitAnswer.Found>(await AskTagAsync(world, asked)).Commit;

        Assert.Equal(new Revision(new Repository("host", "acme/shop"), new CommitSha(Sha)), commit.Revision);
        Assert.Equal(7, commit.MergeRequest!.Number);
        Assert.True(world.Server.Requests.Count <= 6, $"{world.Server.Requests.Count} calls");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_git_tags_with_and_without_v_that_lead_apart_are_never_guessed(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Tags["v1.2.3"] = repository.Add(Sha);
        repository.Tags["1.2.3"] = repository.Add(OtherSha);

        Assert.IsType<CommitAnswer.Ambiguous>(await AskTagAsync(world, "1.2.3"));
        repository.Tags["1.2.3"] = repository.Tags["v1.2.3"];
        Assert.IsType<CommitAnswer.Found>(await AskTagAsync(world, "1.2.3"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_branch_of_that_name_is_no_git_tag(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Names["1.2.3"] = repository.Add(Sha);
        repository.Tags["1.2.30"] = repository.Tags["api-1.2.3"] = repository.Commits[0];

        Assert.IsType<CommitAnswer.NotFound>(await AskTagAsync(world, "1.2.3"));
    }

    [Theory]
    [InlineData("1.2.3\"){x}", "acme/shop")]
    [InlineData("../../user", "acme/shop")]
    [InlineData("1.2.3", "acme/../x")]
    [InlineData("", "acme/shop")]
    public async Task A_git_tag_that_could_leave_its_place_is_never_asked_for(string tag, string path)
    {
        await using var world = await StartAsync();
        Assert.IsNotType<CommitAnswer.Found>(await AskTagAsync(world, tag, path));
        Assert.Empty(world.Server.Requests);
    }

    private static async Task<CommitAnswer> AskTagAsync(GitHostWorld world, string tag, string path = "acme/shop") =>
        (await world.Host.FindTaggedAsync([new GitTagQuestion(path, tag)], Cancellation))[0];
}
