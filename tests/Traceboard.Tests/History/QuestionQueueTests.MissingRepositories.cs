using Microsoft.EntityFrameworkCore;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

/// <content>Repositories that are missing, such as the longer paths that an image in a GitLab registry may mean.</content>
public sealed partial class QuestionQueueTests
{
    [Fact]
    public async Task A_longer_path_that_is_missing_costs_one_call_however_many_commits_are_new()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => question.Path == "acme/shop" ? world.Git.Found(question) : new CommitAnswer.RepositoryMissing("no such project");
        await world.SeeAsync([.. Enumerable.Range(0, 20).Select(index => $"git/acme/shop/web:{1_000_000 + index}")]);
        await world.StartAsync();
        for (var index = 0; index < 20; index++)
            await world.TraceOfAsync($"git/acme/shop/web:{1_000_000 + index}", trace => trace.Status == TraceStatus.Traced);
        Assert.Equal(("acme/shop/web", 21), (world.Git.Calls.First()[0].Path, world.Git.Calls.Count));
    }

    [Fact]
    public async Task A_repository_that_is_known_to_be_missing_is_not_asked_for_further_commits_not_after_a_restart_either()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => question.Path == "acme/shop" ? world.Git.Found(question) : new CommitAnswer.RepositoryMissing("no such project");
        await world.StartAsync();
        await world.SeeAsync("git/acme/shop/web:1111111");
        await world.TraceOfAsync("git/acme/shop/web:1111111", trace => trace.Status == TraceStatus.Traced);
        await world.RestartAsync();
        await world.SeeAsync("git/acme/shop/web:1111111", "git/acme/shop/web:2222222", "git/acme/gone/web:3333333-4444444");
        await world.TraceOfAsync("git/acme/shop/web:2222222", trace => trace.Status == TraceStatus.Traced);
        await world.TraceOfAsync("git/acme/gone/web:3333333-4444444", trace => trace.Status == TraceStatus.NotFound);
        Assert.Equal(
            ["acme/gone 3333333", "acme/gone/web 3333333", "acme/shop 1111111", "acme/shop 2222222", "acme/shop/web 1111111"],
            world.Git.Calls.Select(call => $"{call[0].Path} {call[0].Candidate}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_repository_that_appears_answers_everything_that_was_asked_of_it()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = _ => new CommitAnswer.RepositoryMissing("no such project");
        await world.StartAsync();
        string[] images = ["git/acme/cart:1111111", "git/acme/cart:2222222", "git/acme/cart:3333333"];
        await world.SeeAsync(images);
        foreach (var image in images)
            await world.TraceOfAsync(image, trace => trace.Status == TraceStatus.NotFound);
        await using (var context = world.Database.CreateDbContext())
            Assert.Single(await context.Questions.Where(question => question.DueAt != null).ToListAsync(Token));

        world.Git.Answer = question => world.Git.Found(question);
        await world.AdvanceUntilAskedAsync();
        foreach (var image in images)
            await world.TraceOfAsync(image, trace => trace.Status == TraceStatus.Traced);
    }

    [Fact]
    public async Task A_merge_request_that_could_not_be_learnt_is_asked_for_again()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => world.Git.Found(question, MergeRequestStatus.Unknown);
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Commit?.MergeRequestStatus == MergeRequestStatus.Unknown);
        world.Git.Answer = question => world.Git.Found(question, MergeRequestStatus.Merged);
        await world.AdvanceUntilAskedAsync();
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Commit?.MergeRequestStatus == MergeRequestStatus.Merged);
        await using var context = world.Database.CreateDbContext();
        Assert.Null((await context.Questions.SingleAsync(Token)).DueAt);
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(3, 3.0)]
    [InlineData(100, 24.0)]
    [InlineData(200, null)]
    public void A_merge_request_that_could_not_be_learnt_is_asked_for_ever_more_rarely_and_for_a_week(double ageInHours, double? expectedHours)
    {
        var found = new Fakes.ScriptedGitHost("git").Found(new CommitQuestion("acme/cart", "1111111"), MergeRequestStatus.Unknown);
        Assert.Equal(expectedHours is { } hours ? At(0).AddHours(ageInHours + hours) : null, Backoff.AfterAnswer(found, At(0), At(0).AddHours(ageInHours)));
    }
}
