using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Traceboard.Simulation.Registry;
using Traceboard.Sources.Registries;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Registries;

/// <summary>Faults: nothing that a broken or hostile registry says is remembered, and nothing it does is waited for without end.</summary>
public sealed class RegistryFaultTests
{
    private const string Index = "application/vnd.oci.image.index.v1+json";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wrongbytes", "other bytes")]
    [InlineData("wrongblob", "other bytes")]
    [InlineData("endless", "larger than")]
    [InlineData("announced", "larger than")]
    [InlineData("endlessblob", "larger than")]
    [InlineData("bomb", "larger than")]
    [InlineData("html200", "other bytes")]
    [InlineData("html502", "502")]
    [InlineData("cutoff", "")]
    [InlineData("reset", "")]
    [InlineData("teapot", "418")]
    public async Task A_broken_answer_is_a_failure_and_the_next_good_one_counts(string fault, string told)
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled("abc");
        world.Server.Script = context => BreakAsync(context, fault);

        var failed = Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(digest));

        Assert.Contains(told, failed.Detail);
        Assert.DoesNotContain('\n', failed.Detail);
        world.Server.Script = null;
        Assert.Equal("abc", (await world.FindAsync(digest)).Platforms.Single().Claims.Single().Value);
        Assert.Null(world.Registry.State.LastError);
        Assert.Equal(world.Time.GetUtcNow(), world.Registry.State.LastSuccessAt);
    }

    [Theory]
    [InlineData("{\"schemaVersion\":1,\"name\":\"shop/cart\",\"fsLayers\":[]}", "application/vnd.docker.distribution.manifest.v1+prettyjws", "schema 1")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[],\"config\":{},\"layers\":[]}", Manifest, "not what it says")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[]}", Manifest, "not what it says")]
    [InlineData("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{}}", Index, "not what it says")]
    [InlineData("{\"schemaVersion\":2}", Manifest, "not what it says")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":{}}", Index, "not what it says")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[{}]}", Index, "without a digest")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[null]}", Index, "without a digest")]
    public async Task What_cannot_be_read_is_said_once_and_for_all(string manifest, string mediaType, string told)
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.Server.Store.PutTagged(RegistryWorld.Repository, null, Encoding.UTF8.GetBytes(manifest), mediaType);

        Assert.Contains(told, Assert.IsType<RegistryAnswer.Unreadable>(await world.ReadAsync(digest)).Detail);
        await world.ReadAsync(digest);

        Assert.Single(world.Server.Requests);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("deep")]
    public async Task Content_that_is_no_JSON_object_is_a_failure(string content)
    {
        await using var world = await RegistryWorld.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(content is "deep" ? new string('[', 100_000) + new string(']', 100_000) : content);
        var digest = world.Server.Store.PutTagged(RegistryWorld.Repository, null, bytes, Manifest);

        Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(digest));
    }

    [Fact]
    public async Task An_index_of_too_many_is_not_walked()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = PutIndex(world, Enumerable.Range(0, 5000).Select(number => Child(RegistryStore.DigestOf(BitConverter.GetBytes(number)), Manifest)));

        Assert.Contains("5000 manifests", Assert.IsType<RegistryAnswer.Unreadable>(await world.ReadAsync(digest)).Detail);
        Assert.Single(world.Server.Requests);
    }

    [Theory]
    [InlineData(Index)]
    [InlineData(Manifest)]
    public async Task An_index_within_an_index_is_not_walked_whatever_it_calls_itself(string mediaType)
    {
        await using var world = await RegistryWorld.StartAsync();
        var inner = PutIndex(world, []);
        var digest = PutIndex(world, [Child(inner, mediaType)]);

        Assert.IsType<RegistryAnswer.Unreadable>(await world.ReadAsync(digest));
        Assert.InRange(world.Server.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task An_index_with_an_image_that_is_gone_cannot_be_agreed_on()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = PutIndex(world, [Child(RegistryStore.DigestOf([9]), Manifest)]);

        Assert.Contains("does not have", Assert.IsType<RegistryAnswer.Unreadable>(await world.ReadAsync(digest)).Detail);
    }

    [Fact]
    public async Task A_configuration_that_is_announced_too_large_is_never_fetched()
    {
        await using var world = await RegistryWorld.StartAsync();
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["config"] = new JsonObject { ["mediaType"] = "application/vnd.oci.image.config.v1+json", ["digest"] = RegistryStore.DigestOf([]), ["size"] = 50_000_000 },
            ["layers"] = new JsonArray(),
        };
        var digest = world.Server.Store.PutTagged(RegistryWorld.Repository, null, RegistryStore.Bytes(manifest), Manifest);

        Assert.IsType<RegistryAnswer.Unreadable>(await world.ReadAsync(digest));
        Assert.Single(world.Server.Requests);
    }

    [Fact]
    public async Task Of_a_hundred_thousand_labels_those_that_speak_of_the_source_are_kept_and_long_ones_do_not_count()
    {
        await using var world = await RegistryWorld.StartAsync();
        var labels = Enumerable.Range(0, 100_000).ToDictionary(number => $"label.{number}", _ => "x", StringComparer.Ordinal);
        labels["org.opencontainers.image.revision"] = new string('a', 100_000);
        labels["org.opencontainers.image.source"] = "https://github.com/acme/shop";
        var digest = world.Server.Store.Push(RegistryWorld.Repository, null, new SimulatedImage { Labels = labels });

        var image = await world.FindAsync(digest);

        Assert.Equal("https://github.com/acme/shop", Assert.Single(image.Platforms.Single().Claims).Value);
    }

    [Fact]
    public void As_many_labels_as_fit_in_an_answer_are_read_within_fifty_megabytes()
    {
        var text = new StringBuilder("""{"config":{"Labels":{""");
        for (var number = 0; text.Length < RegistryCaller.LargestBody - 100; number++)
            text.Append('"').Append(number).Append("\":\"\",");
        var body = Encoding.UTF8.GetBytes(text.Append("""
            "vcs-ref":"abc1234"}}}
            """).ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var json = RegistryJson.Parse(body);
        var claims = RegistryJson.Claims(json.RootElement.GetProperty("config"), "Labels", isLabel: true);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50 * 1024 * 1024);
        Assert.Equal("abc1234", Assert.Single(claims).Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_goes_silent_is_left_after_fifteen_seconds(bool afterHeaders)
    {
        await using var world = await RegistryWorld.StartAsync();
        var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Server.Script = async context =>
        {
            if (afterHeaders)
            {
                await context.Response.WriteAsync("{", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            silent.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };

        var asking = world.ReadAsync(RegistryStore.DigestOf([]));
        await silent.Task.WaitAsync(Stop);
        world.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(asking.IsCompleted);
        world.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Contains("15 s", Assert.IsType<RegistryAnswer.Failed>(await asking).Detail);
    }

    [Fact]
    public async Task A_registry_that_keeps_failing_is_probed_once_a_minute()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled("abc");
        world.Server.Script = context => BreakAsync(context, "html502");
        for (var time = 0; time < 20; time++)
            Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(digest));
        Assert.Equal(5, world.Server.Requests.Count);

        for (var minute = 1; minute <= 3; minute++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.ReadAsync(digest)));
            Assert.Equal(5 + minute, world.Server.Requests.Count);
        }

        world.Server.Script = null;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.FindAsync(digest);
        Assert.Null(world.Registry.State.PausedUntil);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sun, 01 Mar 2026 12:05:00 GMT", 300)]
    [InlineData(null, 60)]
    [InlineData("nonsense", 60)]
    public async Task A_429_is_obeyed_to_the_second(string? retryAfter, int seconds)
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled("abc");
        world.Server.Script = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.Date = world.Time.GetUtcNow().ToString("R");
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(true);
        };
        var failed = Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(digest));
        Assert.Equal(TimeSpan.FromSeconds(seconds), failed.RetryAfter);
        world.Server.Script = null;

        world.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.IsType<RegistryAnswer.Failed>(await world.HeadAsync());
        Assert.Single(world.Server.Requests);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.FindAsync(digest);
    }

    [Fact]
    public async Task Of_the_pulls_that_Docker_Hub_grants_a_fifth_is_left_to_others()
    {
        await using var world = await RegistryWorld.StartAsync();
        var left = 22;
        world.Server.Script = context =>
        {
            context.Response.Headers["ratelimit-limit"] = "100;w=21600";
            context.Response.Headers["ratelimit-remaining"] = $"{left};w=21600";
            left -= context.Request.Method == "GET" ? 1 : 0;
            return Task.FromResult(false);
        };
        for (var number = 0; number < 10; number++)
            await world.ReadAsync(world.PushLabelled($"abc{number}"));

        Assert.InRange(world.Server.Requests.Count, 1, 3);
        Assert.Equal((100, 20), (world.Registry.State.Limit!.Value, world.Registry.State.Remaining!.Value));
        Assert.Equal(world.Time.GetUtcNow().AddHours(1), world.Registry.State.PausedUntil);
    }

    [Fact]
    public async Task No_more_than_four_requests_are_under_way_at_once()
    {
        await using var world = await RegistryWorld.StartAsync();
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Server.Script = async _ =>
        {
            var under = Interlocked.Increment(ref now);
            most = Math.Max(most, under);
            if (under == 4)
                full.TrySetResult();
            await full.Task;
            Interlocked.Decrement(ref now);
            return false;
        };

        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => world.HeadAsync($"tag-{number}")));

        Assert.InRange(most, 1, 4);
        Assert.Equal(12, world.Server.Requests.Count);
    }

    [Fact]
    public async Task A_registry_that_does_not_listen_is_a_failure_with_a_remedy()
    {
        await using var world = await RegistryWorld.StartAsync();
        await world.Server.DisposeAsync();

        Assert.Contains("Cannot be reached", Assert.IsType<RegistryAnswer.Failed>(await world.HeadAsync()).Detail);
        var check = Assert.Single(await world.Checks.RunAsync(Stop));
        Assert.False(check.Ok);
        Assert.Contains("can be reached from here", check.Remedy);
    }

    [Fact]
    public async Task Cancelling_cancels()
    {
        await using var world = await RegistryWorld.StartAsync();
        using var stop = new CancellationTokenSource();
        world.Server.Script = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.ReadAsync(RegistryStore.DigestOf([]), stop.Token));
    }

    private static JsonObject Child(string digest, string mediaType) => new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = 1 };

    private static string PutIndex(RegistryWorld world, IEnumerable<JsonObject> children)
    {
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray([.. children]) };
        return world.Server.Store.PutTagged(RegistryWorld.Repository, null, RegistryStore.Bytes(index), Index);
    }

    private static async Task<bool> BreakAsync(HttpContext context, string fault)
    {
        var response = context.Response;
        if (fault.EndsWith("blob", StringComparison.Ordinal) && !context.Request.Path.Value!.Contains("/blobs/"))
            return false;
        response.ContentType = Manifest;
        switch (fault)
        {
            case "wrongbytes":
                await response.WriteAsync("""{"schemaVersion":2,"config":{},"layers":[],"annotations":{"org.opencontainers.image.revision":"evil"}}""");
                break;
            case "wrongblob":
                await response.WriteAsync("""{"config":{"Labels":{"org.opencontainers.image.revision":"evil"}}}""");
                break;
            case "endless" or "endlessblob":
                var chunk = new byte[64 * 1024];
                while (!context.RequestAborted.IsCancellationRequested)
                    await response.Body.WriteAsync(chunk, context.RequestAborted);
                break;
            case "announced":
                response.ContentLength = 1L << 40;
                await response.Body.FlushAsync();
                break;
            case "bomb":
                response.Headers.ContentEncoding = "gzip";
                await using (var zip = new GZipStream(response.Body, CompressionLevel.Fastest))
                    await zip.WriteAsync(new byte[64 * 1024 * 1024]);
                break;
            case "html200" or "html502":
                response.StatusCode = int.Parse(fault[4..]);
                response.ContentType = "text/html";
                await response.WriteAsync("<html>Sign in</html>");
                break;
            case "teapot":
                response.StatusCode = 418;
                break;
            case "cutoff":
                response.ContentLength = 1000;
                await response.WriteAsync("{");
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case "reset":
                context.Abort();
                break;
        }

        return true;
    }
}
