using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Traceboard.Sources;

namespace Traceboard.Tests.Sources;

/// <summary>Faults: nothing that a broken host says is remembered as an answer.</summary>
public abstract partial class GitHostContract
{
    public static TheoryData<string> Faults => ["html502", "html200", "html404", "truncated", "cutoff", "reset", "wrongshape", "null", "nosha", "deep", "large", "bomb"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_broken_answer_is_a_failure_and_the_next_good_one_counts(string fault)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        world.Server.Script = context => BreakAsync(context, fault);

        var failed = Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        Assert.DoesNotContain('\n', failed.Detail);
        Assert.True(world.Host.State.LastError is not null || fault == "nosha");

        world.Server.Script = null;
        await world.FindAsync(Sha);
        Assert.Null(world.Host.State.LastError);
        Assert.Equal(world.Time.GetUtcNow(), world.Host.State.LastSuccessAt);
    }

    [Fact]
    public async Task A_slow_drip_is_cut_off_after_fifteen_seconds()
    {
        await using var world = await StartAsync();
        var dripping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Server.Script = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            dripping.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };

        var asking = world.AskAsync(Sha);
        await dripping.Task.WaitAsync(Cancellation);
        world.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(asking.IsCompleted);
        world.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Contains("15 s", Assert.IsType<CommitAnswer.Failed>(await asking).Detail);
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_probed_once_a_minute()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        world.Server.Script = context => BreakAsync(context, "html502");
        for (var time = 0; time < 20; time++)
            Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        Assert.Equal(5, world.Server.Requests.Count);
        Assert.Equal(world.Time.GetUtcNow().AddMinutes(1), world.Host.State.PausedUntil);

        for (var minute = 1; minute <= 5; minute++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.AskAsync(Sha)));
            Assert.All(answers, answer => Assert.IsType<CommitAnswer.Failed>(answer));
            Assert.Equal(5 + minute, world.Server.Requests.Count);
        }

        world.Server.Script = null;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.FindAsync(Sha);
        await world.FindAsync(Sha);
        Assert.Null(world.Host.State.PausedUntil);
    }

    [Fact]
    public async Task A_host_that_does_not_listen_is_a_failure()
    {
        await using var world = await StartAsync();
        await world.Server.DisposeAsync();

        Assert.Contains("Cannot be reached", Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha)).Detail);
        Assert.False((await world.Checks.RunAsync(Cancellation)).Single().Ok);
    }

    private static async Task<bool> BreakAsync(HttpContext context, string fault)
    {
        var response = context.Response;
        response.ContentType = fault.StartsWith("html", StringComparison.Ordinal) ? "text/html" : "application/json";
        switch (fault)
        {
            case "html502" or "html200" or "html404":
                response.StatusCode = int.Parse(fault[4..]);
                await response.WriteAsync("<html>Bad gateway</html>");
                break;
            case "truncated":
                await response.WriteAsync("""{"sha":"0123", "id":""");
                break;
            case "cutoff":
                response.ContentLength = 1000;
                await response.WriteAsync("""{"sha":""");
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case "reset":
                context.Abort();
                break;
            case "wrongshape":
                await response.WriteAsync("""{"id":{"a":1},"sha":[1],"data":7}""");
                break;
            case "null":
                await response.WriteAsync("null");
                break;
            case "nosha":
                await response.WriteAsync("{}");
                break;
            case "deep":
                await response.WriteAsync(new string('[', 100_000) + new string(']', 100_000));
                break;
            case "large":
                await response.WriteAsync("{\"message\":\"" + new string('x', 10 * 1024 * 1024) + "\"}");
                break;
            case "bomb":
                response.Headers.ContentEncoding = "gzip";
                await using (var zip = new GZipStream(response.Body, CompressionLevel.Fastest))
                    await zip.WriteAsync(new byte[64 * 1024 * 1024]);
                break;
        }

        return true;
    }
}
