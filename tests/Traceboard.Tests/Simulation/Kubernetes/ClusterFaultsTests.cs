using System.Net;
using System.Text.Json;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.Tests.Simulation.Kubernetes;

public sealed class ClusterFaultsTests : IAsyncLifetime
{
    private SimulatedCluster _cluster = null!;
    private ApiServerClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions(), Stop);
        _client = new ApiServerClient(_cluster);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_lasts_as_often_as_it_says_and_concerns_what_it_names()
    {
        _cluster.Faults.Refuse(429, "pods", "list", retryAfterSeconds: 3, times: 1);
        using var other = await _client.SendAsync("/api/v1/namespaces");
        using var refused = await _client.SendAsync("/api/v1/pods");
        using var again = await _client.SendAsync("/api/v1/pods");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [other.StatusCode, refused.StatusCode, again.StatusCode]);
        Assert.Equal(TimeSpan.FromSeconds(3), refused.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_watch_can_be_told_that_its_version_is_gone()
    {
        using var watch = await WatchAsync();
        _cluster.Faults.ExpireWatches("pods");
        var told = (await ApiServerClient.NextAsync(watch))!;
        Assert.Equal(("ERROR", 410), ((string?)told["type"], (int)told["object"]!["code"]!));
        Assert.Null(await ApiServerClient.NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_can_be_closed_cut_or_garbled()
    {
        using var closed = await WatchAsync();
        _cluster.Faults.CloseWatches();
        Assert.Null(await ApiServerClient.NextAsync(closed));
        using var cut = await WatchAsync();
        _cluster.Faults.CutWatches();
        await Assert.ThrowsAnyAsync<IOException>(() => ApiServerClient.NextAsync(cut));
        using var garbled = await WatchAsync();
        _cluster.Faults.GarbleWatches();
        await Assert.ThrowsAnyAsync<JsonException>(() => ApiServerClient.NextAsync(garbled));
    }

    [Fact]
    public async Task One_event_can_be_lost_unannounced()
    {
        using var watch = await WatchAsync();
        _cluster.Faults.DropNextEvent("pods");
        _cluster.CreatePod("shop", "lost", "x");
        _cluster.CreatePod("shop", "kept", "x");
        Assert.Equal("ADDED kept", ApiServerClient.Summary((await ApiServerClient.NextAsync(watch))!));
    }

    [Fact]
    public async Task A_silent_watch_says_nothing_until_it_is_healed()
    {
        using var watch = await WatchAsync();
        _cluster.Faults.Silence("pods");
        _cluster.CreatePod("shop", "a", "x");
        var next = ApiServerClient.NextAsync(watch);
        await _client.GetAsync("/api/v1/pods");
        Assert.False(next.IsCompleted);
        _cluster.Faults.Heal();
        Assert.Equal("ADDED a", ApiServerClient.Summary((await next)!));
    }

    [Fact]
    public async Task A_stopped_server_cuts_and_refuses_and_comes_back_on_the_same_port()
    {
        using var watch = await WatchAsync();
        var address = _cluster.Address;
        await _cluster.StopAsync(Stop);
        await Assert.ThrowsAnyAsync<Exception>(() => ApiServerClient.NextAsync(watch));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync("/api/v1/pods"));
        await _cluster.StartAgainAsync(Stop);
        Assert.Equal(address, _cluster.Address);
        Assert.Equal("PodList", (string?)(await _client.GetAsync("/api/v1/pods"))["kind"]);
    }

    private Task<StreamReader> WatchAsync() => _client.WatchAsync($"/api/v1/pods?watch=1&resourceVersion={_cluster.ResourceVersion}");
}
