using Traceboard.Clusters;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Watching;

/// <summary>A peer that vanishes without a word is the fault that a watch meets most and notices least.</summary>
public sealed class HalfOpenWatchTests
{
    private readonly PacedTime _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_watch_whose_peer_vanishes_goes_on_where_it_was_and_loses_nothing(bool http2)
    {
        const int Times = 25;
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue(ip: "127.0.0.1");
        await using var server = await ScriptedApiServer.StartAsync(_time, http2 ? certificate : null);
        for (var time = 0; time < Times; time++)
            server.Next("pods", "watch", call => call.FallSilentAsync());
        await using var watched = new WatchedServer(server, _time, chance: () => 0.99, ca: http2 ? authority.Pem : null).Start();
        for (var time = 0; time < Times; time++)
        {
            await watched.UntilAsync(() => server.Count("pods", "watch") == time + 1, step: 2);
            server.Put("pods", ClusterObjects.Pod($"pod-{time}"));
        }

        await watched.UntilAsync(() => watched.Watcher.State.Pods == Times);
        var watches = server.Requests.Where(request => request is { Resource: "pods", Verb: "watch" }).ToList();
        Assert.All(watches.Zip(watches.Skip(1)), pair => Assert.InRange((pair.Second.At - pair.First.At).TotalSeconds, 80, 150));
        Assert.Single(watches.Select(watch => watch.Parameter("resourceVersion")).Distinct());
        Assert.All(watches, watch => Assert.Equal(http2 ? "HTTP/2" : "HTTP/1.1", watch.Protocol));
        Assert.Equal(1, server.Count("pods", "list"));
        Assert.All(watched.Batches, batch => Assert.Null(batch.Unobserved));
    }

    [Fact]
    public async Task A_silent_cluster_is_lagging_after_ninety_seconds_stale_after_five_minutes_and_live_again_at_the_next_word()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        server.Put("pods", ClusterObjects.Pod("a"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        TimeSpan Silent() => _time.GetUtcNow() - watched.Pods.ProvenAt!.Value;
        Assert.Equal(Freshness.Live, watched.Watcher.State.Freshness);
        await watched.UntilAsync(() => Silent() > TimeSpan.FromSeconds(90), step: 1);
        Assert.Equal(Freshness.Lagging, watched.Watcher.State.Freshness);
        await watched.UntilAsync(() => Silent() > TimeSpan.FromMinutes(5), step: 1);
        Assert.Contains(watched.Watcher.State.Freshness, new[] { Freshness.Stale, Freshness.Unreachable });
        var told = watched.Batches.Count;
        await watched.UntilAsync(() => watched.Pods.State == "watching" && server.OpenWatches > 0);
        server.Bookmark();
        await watched.UntilAsync(() => watched.Watcher.State.Freshness == Freshness.Live);
        await watched.UntilAsync(() => watched.Batches.Count > told);
        Assert.DoesNotContain(watched.Batches, batch => batch.Removed.Count > 0 || batch.Unobserved is not null);
    }
}
