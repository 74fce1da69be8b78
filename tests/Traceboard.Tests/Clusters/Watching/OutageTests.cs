using Traceboard.Clusters;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Watching;

/// <summary>An API server that is away for a while, and what came and went meanwhile.</summary>
public sealed class OutageTests
{
    private readonly PacedTime _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_server_that_is_away_for_an_hour_is_asked_seldom_told_of_and_found_soon_after_its_return()
    {
        var chance = new Random(7);
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        await using var watched = new WatchedServer(server, _time, chance: () => Next(chance)).Start();
        await watched.UntilLiveAsync();
        Leave(server);
        var before = server.Requests.Count;
        await watched.PassAsync(TimeSpan.FromHours(1), step: 2);

        Assert.InRange(server.Requests.Count - before, 100, 0.22 * 3600);
        Assert.Equal(Freshness.Unreachable, watched.Watcher.State.Freshness);
        Assert.Contains(watched.Watcher.State.Problems, problem => problem.Contains(server.Address.Authority, StringComparison.Ordinal));
        Assert.Equal(1, watched.Watcher.State.Pods);
        Assert.DoesNotContain(watched.Batches, batch => batch.Removed.Count > 0);

        server.Always("*", "*", null);
        server.Put("pods", ClusterObjects.Pod("b"));
        var returnedAt = _time.GetUtcNow();
        await watched.UntilAsync(() => watched.Watcher.State is { Pods: 2, Freshness: Freshness.Live } && server.OpenWatches == 8, step: 0.5);
        Assert.InRange(_time.GetUtcNow() - returnedAt, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        server.Bookmark();
        await watched.UntilAsync(() => watched.Watcher.State.Problems.Count == 0);
        Assert.Equal(1, server.Count("pods", "list"));
    }

    [Fact]
    public async Task The_first_watch_that_gets_through_brings_the_others_back()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        await using var watched = new WatchedServer(server, _time, chance: () => 0.99).Start();
        await watched.UntilLiveAsync();
        Leave(server);
        await watched.PassAsync(TimeSpan.FromMinutes(10), step: 1);
        var before = server.Requests.Count;
        server.Always("*", "*", null);
        await watched.UntilAsync(() => server.Requests.Count > before);
        var firstAt = _time.GetUtcNow();
        await watched.UntilAsync(() => server.OpenWatches == 8);
        Assert.InRange(_time.GetUtcNow() - firstAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Watches_that_are_accepted_and_dropped_do_not_wake_each_other_without_end()
    {
        var chance = new Random(7);
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Always("*", "watch", async call =>
        {
            await call.OpenAsync();
            call.Abort();
        });
        await using var watched = new WatchedServer(server, _time, chance: () => Next(chance)).Start();
        await watched.PassAsync(TimeSpan.FromMinutes(5), step: 1);
        var before = server.Requests.Count;
        await watched.PassAsync(TimeSpan.FromMinutes(20), step: 2);
        Assert.InRange(server.Requests.Count - before, 100, 0.3 * 1200);
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_start_is_found_within_seconds_of_its_coming()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        Leave(server);
        await using var watched = new WatchedServer(server, _time, chance: () => 0.99).Start();
        await watched.PassAsync(TimeSpan.FromMinutes(30), step: 2);
        Assert.InRange(server.Requests.Count, 60, 0.22 * 1800);
        server.Always("*", "*", null);
        var cameAt = _time.GetUtcNow();
        await watched.UntilLiveAsync();
        Assert.InRange(_time.GetUtcNow() - cameAt, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_thousand_pods_that_lived_two_seconds_during_a_minute_without_connection_are_all_told()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        Leave(server);
        for (var second = 0; second < 60; second += 2)
        {
            for (var index = second * 20; index < Math.Min((second + 2) * 20, 1000); index++)
                ShortLived.Start(server, index);
            await watched.PassAsync(TimeSpan.FromSeconds(2));
            for (var index = second * 20; index < Math.Min((second + 2) * 20, 1000); index++)
                ShortLived.End(server, index);
        }

        server.Always("*", "*", null);
        await watched.UntilAsync(() => ShortLived.Told(watched) == 1000);
        await watched.UntilAsync(() => watched.Batches.Sum(batch => batch.Removed.Count) == 1000);
        Assert.Equal(1, server.Count("pods", "list"));
        Assert.All(watched.Batches, batch => Assert.Null(batch.Unobserved));
        Assert.Equal(0, watched.Watcher.State.Pods);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_lived_while_Traceboard_was_not_running_is_replayed_or_else_its_gap_is_told(bool isCompacted)
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("stays"));
        var stoppedAt = _time.GetUtcNow();
        var remembered = new RememberedCluster(stoppedAt, [new ResumePoint("pods", $"{server.Version}")]);
        for (var index = 0; index < 100; index++)
        {
            ShortLived.Start(server, index);
            ShortLived.End(server, index);
        }

        if (isCompacted)
            server.Compact();
        _time.Advance(TimeSpan.FromMinutes(10));
        var startedAt = _time.GetUtcNow();
        await using var watched = new WatchedServer(server, _time, remembered).Start();
        await watched.UntilLiveAsync();
        await watched.UntilAsync(() => isCompacted ? watched.Batches.Any(batch => batch.Unobserved is not null) : ShortLived.Told(watched) == 101);
        await watched.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(1, watched.Watcher.State.Pods);
        Assert.Equal(isCompacted ? 1 : 101, ShortLived.Told(watched));
        var gaps = watched.Batches.Where(batch => batch.Unobserved is not null).Select(batch => batch.Unobserved!).ToList();
        if (!isCompacted)
        {
            Assert.Empty(gaps);
            return;
        }

        var gap = Assert.Single(gaps);
        Assert.Equal(stoppedAt, gap.From);
        Assert.InRange(gap.Until, startedAt, startedAt + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_thousand_pods_that_live_two_seconds_under_an_open_watch_are_all_told()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        for (var first = 0; first < 1000; first += 50)
        {
            for (var index = first; index < first + 50; index++)
                ShortLived.Start(server, index);
            await watched.PassAsync(TimeSpan.FromSeconds(2));
            for (var index = first; index < first + 50; index++)
                ShortLived.End(server, index);
        }

        await watched.UntilAsync(() => ShortLived.Told(watched) == 1000 && watched.Batches.Sum(batch => batch.Removed.Count) == 1000);
        Assert.Equal(1000, watched.Batches.SelectMany(batch => batch.Removed).Distinct().Count());
        Assert.Equal(0, watched.Watcher.State.Pods);
    }

    private static double Next(Random chance)
    {
        lock (chance)
            return chance.NextDouble();
    }

    private static void Leave(ScriptedApiServer server)
    {
        server.Always("*", "*", call =>
        {
            call.Abort();
            return Task.CompletedTask;
        });
        server.EndWatches();
    }

    private static class ShortLived
    {
        public static void Start(ScriptedApiServer server, int index)
        {
            server.Put("pods", Pod(index, phase: "Pending", digest: null, ready: false));
            server.Put("pods", Pod(index, phase: "Running", digest: $"sha256:{index + 1:x64}", ready: true));
        }

        public static void End(ScriptedApiServer server, int index) => server.Delete("pods", "shop", $"short-{index}");

        public static int Told(WatchedServer watched) => watched.BuildsTold.Select(build => build.Digest).Where(digest => digest is not null).Distinct(StringComparer.Ordinal).Count();

        private static System.Text.Json.Nodes.JsonObject Pod(int index, string phase, string? digest, bool ready) =>
            ClusterObjects.Pod($"short-{index}", $"registry.example/shop/short:sha-{index:x7}", digest, phase: phase, ready: ready, uid: new Guid(index + 1, 0, 0, new byte[8]));
    }
}
