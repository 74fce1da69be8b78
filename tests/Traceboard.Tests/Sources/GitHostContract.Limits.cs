using System.Globalization;
using Microsoft.AspNetCore.Http;
using Traceboard.Sources;

namespace Traceboard.Tests.Sources;

/// <summary>Limits: told in many ways, obeyed in all of them.</summary>
public abstract partial class GitHostContract
{
    /// <summary>Status, headers (<c>{+n}</c>: n seconds from now as epoch, <c>{@n}</c>: as HTTP date), message, seconds to stay away.</summary>
    public static TheoryData<int, string, string, int> Limits => new()
    {
        { 429, "Retry-After: 30", "", 30 },
        { 429, "Retry-After: {@90}", "", 90 },
        { 429, "Retry-After: {@-90}", "", 60 },
        { 429, "Retry-After: 0", "", 60 },
        { 429, "Retry-After: soon", "", 60 },
        { 429, "Retry-After: 99999999999999", "", 60 },
        { 429, "Retry-After: 2000000", "", 3600 },
        { 429, "", "", 60 },
        { 429, "RateLimit-Remaining: 0|RateLimit-Reset: {+45}", "", 45 },
        { 429, "RateLimit-Remaining: 0|RateLimit-Reset: 45", "", 45 },
        { 429, "RateLimit: \"default\";r=0;t=40|RateLimit-Policy: \"default\";q=100;w=60", "", 40 },
        { 429, "RateLimit: limit=100, remaining=0, reset=50", "", 50 },
        { 429, "Retry-After: 5|X-RateLimit-Remaining: 0|X-RateLimit-Reset: {+120}", "", 120 },
        { 403, "X-RateLimit-Limit: 60|X-RateLimit-Remaining: 0|X-RateLimit-Reset: {+1800}", "API rate limit exceeded for 1.2.3.4", 1800 },
        { 403, "X-RateLimit-Limit: 60|X-RateLimit-Remaining: 0|X-RateLimit-Reset: {+99999999}", "", 3600 },
        { 403, "X-RateLimit-Remaining: 0|X-RateLimit-Reset: -5", "", 60 },
        { 403, "X-RateLimit-Limit: 5000|X-RateLimit-Remaining: 4000|X-RateLimit-Reset: {+1800}", "You have exceeded a secondary rate limit", 60 },
        { 403, "Retry-After: 70", "You have exceeded a secondary rate limit", 70 },
        { 403, "", "You have triggered an abuse detection mechanism", 60 },
        { 403, "", "Too many requests", 60 },
        { 503, "Retry-After: 20", "", 20 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task No_request_is_made_while_the_host_asks_to_be_left_alone(int status, string headers, string message, int seconds)
    {
        await using var world = await StartAsync(token: false);
        world.Server.Add("acme/shop").Add(Sha);
        var start = world.Time.GetUtcNow();
        world.Server.Script = context => LimitAsync(context, status, headers, message, start);

        var failed = Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        Assert.Equal(seconds, failed.RetryAfter!.Value.TotalSeconds, 0.001);
        Assert.Equal(start.AddSeconds(seconds), world.Host.State.PausedUntil);
        Assert.Single(world.Server.Requests);

        world.Server.Script = null;
        world.Time.Advance(TimeSpan.FromSeconds(seconds - 0.01));
        Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        Assert.Single(world.Server.Requests);

        world.Time.Advance(TimeSpan.FromSeconds(0.02));
        await world.FindAsync(Sha);
        Assert.Null(world.Host.State.PausedUntil);
    }

    [Fact]
    public async Task Limits_without_a_time_are_met_with_ever_longer_pauses()
    {
        await using var world = await StartAsync(token: false);
        world.Server.Script = context => LimitAsync(context, 429, "", "", default);

        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 })
        {
            Assert.Equal(TimeSpan.FromMinutes(minutes), Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha)).RetryAfter);
            world.Time.Advance(TimeSpan.FromMinutes(minutes));
        }

        world.Server.Script = null;
        world.Server.Add("acme/shop").Add(Sha);
        await world.FindAsync(Sha);
        world.Server.Script = context => LimitAsync(context, 429, "", "", default);
        Assert.Equal(TimeSpan.FromMinutes(1), Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha)).RetryAfter);
    }

    [Fact]
    public async Task A_fifth_of_the_budget_is_left_to_others()
    {
        await using var world = await StartAsync(token: false);
        var repository = world.Server.Add("acme/shop");
        var shas = Enumerable.Range(0, 100).Select(number => number.ToString("x40")).ToList();
        shas.ForEach(sha => repository.Add(sha));
        var left = 100;
        var reset = world.Time.GetUtcNow().AddMinutes(10);
        world.Server.Decorate = headers =>
        {
            headers["X-RateLimit-Limit"] = headers["RateLimit-Limit"] = "100";
            headers["X-RateLimit-Remaining"] = headers["RateLimit-Remaining"] = Interlocked.Decrement(ref left).ToString(CultureInfo.InvariantCulture);
            headers["X-RateLimit-Reset"] = headers["RateLimit-Reset"] = reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        };

        var answers = await world.Host.FindCommitsAsync([.. shas.Select(sha => new CommitQuestion("acme/shop", sha))], Cancellation);

        // Requests in flight count as spent, so the last few come one by one.
        Assert.InRange(left, 20, 24);
        while (await world.AskAsync(shas[0]) is CommitAnswer.Found)
        {
        }

        Assert.Equal(20, left);
        Assert.Equal(reset, world.Host.State.PausedUntil);
        Assert.Equal((100, left, reset), (world.Host.State.Limit, world.Host.State.Remaining!.Value, world.Host.State.ResetsAt));
        Assert.All(answers.OfType<CommitAnswer.Failed>(), failed => Assert.Equal(TimeSpan.FromMinutes(10), failed.RetryAfter));

        left = 100;
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.FindAsync(shas[99]);
    }

    [Fact]
    public async Task A_host_that_tells_no_limits_is_not_exhausted()
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        var shas = Enumerable.Range(0, 1000).Select(number => number.ToString("x40")).ToList();
        shas.ForEach(sha => repository.Add(sha));

        var answers = await world.Host.FindCommitsAsync([.. shas.Select(sha => new CommitQuestion("acme/shop", sha))], Cancellation);

        Assert.All(answers, answer => Assert.IsType<CommitAnswer.Found>(answer));
        Assert.Null(world.Host.State.Remaining);
        Assert.Null(world.Host.State.PausedUntil);
    }

    private static async Task<bool> LimitAsync(HttpContext context, int status, string headers, string message, DateTimeOffset now)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        WriteHeaders(context, headers, now);
        await context.Response.WriteAsync($$"""{"message":"{{message}}"}""");
        return true;
    }

    private protected static void WriteHeaders(HttpContext context, string headers, DateTimeOffset now)
    {
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (header.Split(": ")[0], header.Split(": ")[1]);
            if (value.StartsWith("{+", StringComparison.Ordinal))
                value = now.AddSeconds(int.Parse(value[2..^1])).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            else if (value.StartsWith("{@", StringComparison.Ordinal))
                value = now.AddSeconds(int.Parse(value[2..^1])).ToString("R");
            context.Response.Headers[name] = value;
        }
    }
}
