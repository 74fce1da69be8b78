using Microsoft.AspNetCore.Http;
using Traceboard.History;

namespace Traceboard.Tests.History;

/// <summary>Long queues: from the database through the whole pipeline to a Git host on a loopback port.</summary>
public sealed class BacklogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_thousand_questions_about_three_hundred_repositories_go_in_few_calls()
    {
        await using var world = await BacklogWorld.CreateAsync(5000, repositories: 300);
        await world.StartAsync();
        await world.FoundAsync(5000);

        TestContext.Current.TestOutputHelper?.WriteLine($"5,000 SHAs of 300 repositories through the queue: {world.Calls} calls");
        Assert.InRange(world.Calls, 100, 150);
    }

    [Fact]
    public async Task A_host_that_was_away_for_a_day_is_probed_once_a_minute_and_its_backlog_drains_newest_first()
    {
        const int Waiting = 10_000;
        await using var world = await BacklogWorld.CreateAsync(Waiting, repositories: 300);
        world.Server.Script = context =>
        {
            context.Response.StatusCode = 502;
            return Task.FromResult(true);
        };
        var start = world.Clock.GetUtcNow();
        await world.StartAsync();
        while (world.Clock.GetUtcNow() < start.AddDays(1))
            await world.ProbeAsync();

        var probes = world.Server.Requests.Select(request => request.At).ToList();
        // As many as were under way or failed before it was known to be away.
        var steady = probes.Skip(8).ToList();
        Assert.InRange(steady.Count, 500, 24 * 60);
        Assert.All(steady.Zip(steady.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(1)));

        world.Server.Script = null;
        world.Server.Forget();
        var back = world.Clock.GetUtcNow();
        while (await world.CountAsync(question => question.State == QuestionState.Found && question.NewestDeployedAt > BacklogWorld.Newest.AddSeconds(-100)) < 100)
            await world.ProbeAsync();
        var newest = world.Clock.GetUtcNow() - back;
        Assert.InRange(newest, TimeSpan.Zero, TimeSpan.FromMinutes(5));

        await world.FoundAsync(Waiting);
        TestContext.Current.TestOutputHelper?.WriteLine($"{steady.Count} probes in a day; the newest 100 after {newest}; {world.Calls} calls for {Waiting}");
        Assert.InRange(world.Calls, 200, 220);
    }

    [Fact]
    public async Task The_token_is_in_no_file_of_the_database_whatever_the_host_echoes()
    {
        await using var world = await BacklogWorld.CreateAsync(40, repositories: 4);
        var number = 0;
        world.Server.Script = async context =>
        {
            var status = (int[])[400, 401, 403, 404, 422, 429, 500, 302];
            context.Response.StatusCode = status[Interlocked.Increment(ref number) % status.Length];
            context.Response.Headers.Location = "https://elsewhere.example/?" + context.Request.Headers.Authorization;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"message":"no: {{context.Request.Headers.Authorization}}"}""", Token);
            return true;
        };
        await world.StartAsync();
        while (world.Server.Received < 40)
            await world.ProbeAsync();

        Assert.Contains(world.Server.Requests, request => request.Authorization.Contains("CANARY", StringComparison.Ordinal));
        Assert.True(await world.CountAsync(question => question.Detail != null) > 0);
        foreach (var file in Directory.EnumerateFiles(world.Directory).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Token);
            Assert.True(bytes.AsSpan().IndexOf("CANARY"u8) < 0, file);
        }

        Assert.All(world.Git.Logs, log => Assert.DoesNotContain("CANARY", $"{log.Message} {string.Join(' ', log.StructuredState ?? [])} {log.Exception}"));
        Assert.DoesNotContain("CANARY", world.Git.Host.State.ToString());
    }
}
