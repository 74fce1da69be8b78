using System.Globalization;
using Traceboard.Clusters;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Watching;

public sealed class ReflectorTests
{
    private readonly PacedTime _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_first_batch_is_the_whole_state_and_the_next_ones_what_changes()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        var first = watched.Batches[0];
        Assert.True(first.IsComplete);
        Assert.Equal(server.SystemUid, first.Cluster.Uid);
        Assert.Equal(ClusterObjects.DigestA, Assert.Single(watched.BuildsTold).Digest);
        Assert.Equal(8, first.ResumePoints.Count);

        server.Put("pods", ClusterObjects.Pod("b"));
        await watched.UntilAsync(() => watched.Batches.Count > 1);
        Assert.False(watched.Batches[1].IsComplete);
        Assert.Equal("b", Assert.Single(watched.Batches[1].Workloads).Workload.Name);
        Assert.Equal(Freshness.Live, watched.Watcher.State.Freshness);
        Assert.Equal(2, watched.Watcher.State.Pods);
    }

    [Fact]
    public async Task A_list_of_many_pages_is_read_whole()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        for (var index = 0; index < 1201; index++)
            server.Put("pods", ClusterObjects.Pod($"pod-{index:0000}"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        Assert.Equal(3, server.Count("pods", "list"));
        Assert.Equal(1201, watched.Batches[0].Workloads.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_version_is_noticed_listed_once_and_told_as_a_gap(bool inStream)
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        var expire = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Next("pods", "watch", async call =>
        {
            await call.OpenAsync();
            await server.KeepSilentAsync(expire.Task);
            if (inStream)
                await call.EventAsync("ERROR", ScriptedCall.Status(410, "Expired"));
        });
        if (!inStream)
            server.Next("pods", "watch", call => call.StatusAsync(410, "Gone"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => watched.Batches.Count == 1 && server.Count("pods", "watch") == 1);
        await watched.PassAsync(TimeSpan.FromSeconds(20));
        var expiredAt = _time.GetUtcNow();
        expire.SetResult();
        await watched.UntilAsync(() => watched.Batches.Any(batch => batch.Unobserved is not null));

        Assert.Equal(2, server.Count("pods", "list"));
        var again = watched.Batches.First(batch => batch.Unobserved is not null);
        Assert.True(again.IsComplete);
        Assert.Equal(watched.Batches[0].ProvenAt, again.Unobserved!.From);
        Assert.InRange(again.Unobserved.Until, expiredAt, expiredAt + TimeSpan.FromSeconds(5));
        Assert.Contains("expired", again.Unobserved.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_in_band_error_is_swallowed()
    {
        const int Times = 1000;
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Always("*", "list", call => call.Resource == "pods" ? call.UsualAsync() : call.StatusAsync(403, "Forbidden"));
        for (var time = 0; time < Times; time++)
            server.Next("pods", "watch", call => call.EventAsync("ERROR", ScriptedCall.Status(410, "Expired")));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => server.Count("pods", "watch") > Times, step: 30);
        Assert.Equal(Times + 1, server.Count("pods", "list"));
    }

    [Theory]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\n")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"meta")]
    [InlineData("<html>502 Bad Gateway</html>\n")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"a\":\"", 8 << 20)]
    public async Task Bytes_that_cannot_be_read_make_the_watch_dirty(string bytes, int more = 0)
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Next("pods", "watch", call => call.RawAsync(bytes + new string('x', more)));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => server.Count("pods", "watch") == 2, step: 0.5);
        Assert.Equal(2, server.Count("pods", "list"));
        Assert.Equal(1, watched.Watcher.Undecodable);
    }

    [Fact]
    public async Task A_connection_that_breaks_goes_on_from_the_same_version_without_a_list_or_a_gap()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        server.Next("pods", "watch", async call =>
        {
            await call.OpenAsync();
            call.Abort();
        });
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => server.Count("pods", "watch") == 2);
        server.Put("pods", ClusterObjects.Pod("b"));
        await watched.UntilAsync(() => watched.Watcher.State.Pods == 2);
        Assert.Equal(1, server.Count("pods", "list"));
        var watches = server.Requests.Where(request => request is { Resource: "pods", Verb: "watch" }).Select(request => request.Parameter("resourceVersion")).ToList();
        Assert.Single(watches.Distinct());
        Assert.All(watched.Batches, batch => Assert.Null(batch.Unobserved));
    }

    [Fact]
    public async Task A_watch_that_ends_well_without_an_event_goes_on_without_a_list_or_an_error()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Always("pods", "watch", async call =>
        {
            await call.OpenAsync();
            await server.KeepSilentAsync(Task.Delay(TimeSpan.FromSeconds(1.5), _time, call.Aborted));
        });
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => server.Count("pods", "watch") >= 51);
        Assert.Equal(1, server.Count("pods", "list"));
        Assert.Empty(watched.Watcher.State.Problems);
        var at = server.Requests.Where(request => request is { Resource: "pods", Verb: "watch" }).Select(request => request.At).ToList();
        Assert.True((at[^1] - at[0]).TotalSeconds >= 50, "more than one request a second");
    }

    [Fact]
    public async Task A_server_that_accepts_watches_and_closes_them_at_once_is_not_hammered()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Always("pods", "watch", call => call.OpenAsync());
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => server.Count("pods", "watch") > 0);
        await watched.PassAsync(TimeSpan.FromMinutes(2));
        var before = server.Count("pods", "watch");
        await watched.PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(server.Count("pods", "watch") - before, 1, 60);
        Assert.Equal(1, server.Count("pods", "list"));
    }

    [Theory]
    [InlineData("list", 429, false)]
    [InlineData("list", 503, true)]
    [InlineData("watch", 429, false)]
    [InlineData("watch", 429, true)]
    public async Task A_server_that_asks_to_wait_is_left_alone_for_exactly_so_long(string verb, int code, bool asDate)
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        for (var time = 0; time < 3; time++)
            server.Next("pods", verb, call => call.StatusAsync(code, "TooManyRequests", asDate ? _time.GetUtcNow().AddSeconds(18).ToString("R", CultureInfo.InvariantCulture) : "17"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => server.Count("pods", verb) == 4);
        var at = server.Requests.Where(request => request.Resource == "pods" && request.Verb == verb).Select(request => request.At).ToList();
        Assert.All(at.Zip(at.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 17, 20));
        Assert.Equal(verb == "list" ? 4 : 1, server.Count("pods", "list"));
    }

    [Fact]
    public async Task A_list_whose_continue_token_expires_starts_over_at_most_three_times_and_tells_nothing_until_it_is_whole()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        for (var index = 0; index < 600; index++)
            server.Put("pods", ClusterObjects.Pod($"pod-{index:0000}"));
        var isExpiring = true;
        server.Always("pods", "list", call => isExpiring && call.Query("continue") is not null ? call.StatusAsync(410, "Expired") : call.UsualAsync());
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => watched.Pods.State == "waiting");
        Assert.Equal(8, server.Count("pods", "list"));
        Assert.Empty(watched.Batches);
        Assert.Equal(Freshness.Unreachable, watched.Watcher.State.Freshness);
        isExpiring = false;
        await watched.UntilAsync(() => watched.Batches.Count > 0, step: 1);
        Assert.Equal(600, watched.Batches[0].Workloads.Count);
    }

    [Fact]
    public async Task A_version_from_the_future_falls_back_to_a_list_at_whatever_version_the_server_has()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        server.Next("pods", "watch", async call =>
        {
            await call.EventAsync("BOOKMARK", ScriptedCall.BookmarkAt(5000));
            await call.EventAsync("ERROR", ScriptedCall.Status(504, "Timeout", "Too large resource version: 5000, current: 101", "ResourceVersionTooLarge"));
        });
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilAsync(() => watched.Pods is { State: "watching", Relists: 1 } && server.Count("pods", "watch") == 2);
        Assert.Equal("101", server.Requests.Last(request => request is { Resource: "pods", Verb: "watch" }).Parameter("resourceVersion"));
        Assert.True(_time.GetUtcNow() - _time.Start < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_older_list_than_was_seen_is_never_taken()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        var isLagging = false;
        server.Always("pods", "list", call => isLagging ? call.JsonAsync(ScriptedApiServer.ListBody("pods", [], version: 7, next: null)) : call.UsualAsync());
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        isLagging = true;
        server.Next("pods", "watch", call => call.StatusAsync(410, "Expired"));
        server.EndWatches();
        await watched.UntilAsync(() => server.Count("pods", "list") >= 4, step: 1);
        Assert.Equal(1, watched.Watcher.State.Pods);
        Assert.Contains("older state", watched.Pods.Error, StringComparison.Ordinal);
        isLagging = false;
        await watched.UntilAsync(() => watched.Pods.Relists == 1, step: 1);
        Assert.DoesNotContain(watched.Batches, batch => batch.Removed.Count > 0 || (batch.IsComplete && batch.Workloads.Count == 0));
    }

    [Fact]
    public async Task After_a_restart_an_older_list_than_was_remembered_is_taken_only_once_it_stays_so()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        var remembered = new RememberedCluster(_time.GetUtcNow().AddMinutes(-1), [new ResumePoint("pods", "5000")]);
        await using var watched = new WatchedServer(server, _time, remembered).Start();
        await watched.UntilAsync(() => watched.Pods.Error?.Contains("older state", StringComparison.Ordinal) == true);
        await watched.PassAsync(TimeSpan.FromMinutes(4), step: 1);
        Assert.Empty(watched.Batches);
        await watched.UntilAsync(() => watched.Batches.Count > 0, step: 1);
        Assert.True(_time.GetUtcNow() - _time.Start >= TimeSpan.FromMinutes(5));
        Assert.NotNull(watched.Batches[0].Unobserved);
        await watched.UntilAsync(() => server.OpenWatches == 8);
        Assert.Equal("101", server.Requests.Last(request => request is { Resource: "pods", Verb: "watch" }).Parameter("resourceVersion"));
    }

    [Fact]
    public async Task A_list_that_never_becomes_whole_takes_nothing_away()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        for (var index = 0; index < 600; index++)
            server.Put("pods", ClusterObjects.Pod($"pod-{index:0000}"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        server.Always("pods", "list", call => call.Query("continue") is not null ? call.StatusAsync(410, "Expired") : call.UsualAsync());
        server.Next("pods", "watch", call => call.StatusAsync(410, "Expired"));
        server.EndWatches();
        await watched.UntilAsync(() => _time.GetUtcNow() - watched.Pods.ProvenAt > TimeSpan.FromMinutes(6), step: 1);
        Assert.InRange(server.Count("pods", "list"), 20, 200);
        Assert.Equal(600, watched.Watcher.State.Pods);
        Assert.Equal(Freshness.Unreachable, watched.Watcher.State.Freshness);
        Assert.DoesNotContain(watched.Batches, batch => batch.Removed.Count > 0 || (batch.IsComplete && batch.Workloads.Count < 600));
        server.Always("pods", "list", null);
        await watched.UntilAsync(() => watched.Pods is { State: "watching", Relists: 1 }, step: 1);
        Assert.Equal(600, watched.Watcher.State.Pods);
    }
}
