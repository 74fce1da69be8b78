using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.GitHub;

/// <content>Limits and errors that GraphQL tells in answers of 200.</content>
public sealed partial class GitHubHostTests
{
    [Theory]
    [InlineData("""{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded for user ID 1."}]}""", "", 60)]
    [InlineData("""{"errors":[{"type":"RATE_LIMIT","code":"graphql_rate_limit","message":"API rate limit already exceeded"}]}""", "X-RateLimit-Limit: 5000|X-RateLimit-Remaining: 0|X-RateLimit-Reset: {+1800}", 1800)]
    [InlineData("""{"data":{"r0":null},"errors":[{"message":"You have exceeded a secondary rate limit."}]}""", "Retry-After: 90", 90)]
    [InlineData("""{"data":{"r0":null},"errors":[{"message":"You have exceeded a secondary rate limit."}]}""", "X-RateLimit-Remaining: 4000|X-RateLimit-Reset: {+1800}", 60)]
    public async Task A_limit_told_in_a_good_answer_is_obeyed_too(string body, string headers, int seconds)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        var start = world.Time.GetUtcNow();
        world.Server.Script = async context =>
        {
            WriteHeaders(context, headers, start);
            return await OnGraphQlAsync(context, 200, body);
        };

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha)).RetryAfter);
        world.Server.Script = null;
        world.Time.Advance(TimeSpan.FromSeconds(seconds - 0.01));
        Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        Assert.Single(world.Server.Requests);
        world.Time.Advance(TimeSpan.FromSeconds(0.02));
        await world.FindAsync(Sha);
    }

    [Fact]
    public async Task A_commit_that_speaks_of_limits_is_none()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha) { Message = "Obey \"errors\": [{ \"type\": \"RATE_LIMITED\" }]" });

        await world.FindAsync(Sha);
        Assert.Null(world.Host.State.PausedUntil);
    }

    [Fact]
    public async Task An_error_of_a_whole_call_makes_nothing_missing_for_good()
    {
        await using var world = await StartAsync();
        world.Server.Script = context => OnGraphQlAsync(context, 200, """{"data":{"r0":null},"errors":[{"type":"INTERNAL","message":"Something broke"}]}""");

        Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
    }
}
