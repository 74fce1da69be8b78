using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.Tests.Simulation.Kubernetes;

public sealed class SimulatedClusterTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 8, 17, 9, 30, 0, TimeSpan.Zero));
    private SimulatedCluster _cluster = null!;
    private ApiServerClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { TimeProvider = _time }, Stop);
        _client = new ApiServerClient(_cluster);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task All_pages_of_a_list_come_from_the_snapshot_of_its_first_page()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
            _cluster.CreatePod("shop", name, "ghcr.io/acme/x:1");
        var first = await _client.GetAsync("/api/v1/pods?limit=2");
        _cluster.Delete("pods", "shop", "d");
        _cluster.CreatePod("shop", "cc", "ghcr.io/acme/x:1");
        var names = Names(first).ToList();
        for (var token = (string?)first["metadata"]!["continue"]; token is not null;)
        {
            var page = await _client.GetAsync($"/api/v1/pods?limit=2&continue={Uri.EscapeDataString(token)}");
            Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)page["metadata"]!["resourceVersion"]);
            names.AddRange(Names(page));
            token = (string?)page["metadata"]!["continue"];
        }

        Assert.Equal(["a", "b", "c", "d", "e"], names);
    }

    [Fact]
    public async Task An_old_continue_token_is_expired()
    {
        _cluster.CreatePod("shop", "a", "x");
        _cluster.CreatePod("shop", "b", "x");
        var token = (string)(await _client.GetAsync("/api/v1/pods?limit=1"))["metadata"]!["continue"]!;
        _cluster.Compact();
        using var answer = await _client.SendAsync($"/api/v1/pods?limit=1&continue={Uri.EscapeDataString(token)}");
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Equal("Expired", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["reason"]);
    }

    [Fact]
    public async Task A_watch_tells_what_happened_since_its_version_and_then_what_happens_in_order()
    {
        var version = _cluster.ResourceVersion;
        _cluster.CreatePod("shop", "a", "x");
        using var watch = await _client.WatchAsync($"/api/v1/pods?watch=1&resourceVersion={version}");
        Assert.Equal("ADDED a", ApiServerClient.Summary((await ApiServerClient.NextAsync(watch))!));
        _cluster.CreatePod("shop", "a", "x", ready: false);
        _cluster.CreatePod("other", "b", "x");
        _cluster.Delete("pods", "shop", "a");
        var told = new List<string>();
        for (var number = 0; number < 3; number++)
            told.Add(ApiServerClient.Summary((await ApiServerClient.NextAsync(watch))!));
        Assert.Equal(["MODIFIED a", "ADDED b", "DELETED a"], told);
    }

    [Fact]
    public async Task A_watch_of_a_namespace_leaves_out_the_others()
    {
        using var watch = await _client.WatchAsync($"/api/v1/namespaces/shop/pods?watch=true&resourceVersion={_cluster.ResourceVersion}");
        _cluster.CreatePod("other", "a", "x");
        _cluster.CreatePod("shop", "b", "x");
        Assert.Equal("ADDED b", ApiServerClient.Summary((await ApiServerClient.NextAsync(watch))!));
    }

    [Fact]
    public async Task A_version_that_is_no_longer_kept_is_gone_and_one_from_the_future_is_too_large()
    {
        var version = _cluster.ResourceVersion;
        _cluster.CreatePod("shop", "a", "x");
        _cluster.Compact();
        using var gone = await _client.SendAsync($"/api/v1/pods?watch=1&resourceVersion={version}");
        using var future = await _client.SendAsync($"/api/v1/pods?watch=1&resourceVersion={version + 1_000}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Equal(HttpStatusCode.GatewayTimeout, future.StatusCode);
        Assert.Contains("ResourceVersionTooLarge", await future.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bookmarks_come_again_and_again_with_the_version_that_was_told()
    {
        using var watch = await _client.WatchAsync($"/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion={_cluster.ResourceVersion}");
        _cluster.CreatePod("shop", "a", "x");
        Assert.Equal("ADDED a", ApiServerClient.Summary((await ApiServerClient.NextAsync(watch))!));
        for (var number = 0; number < 2; number++)
        {
            var told = (await NextWhileTimePassesAsync(watch))!;
            Assert.Equal("BOOKMARK", (string?)told["type"]);
            Assert.Equal($"{_cluster.ResourceVersion}", (string?)told["object"]!["metadata"]!["resourceVersion"]);
        }
    }

    [Fact]
    public async Task A_watch_ends_cleanly_at_its_deadline_with_a_bookmark()
    {
        using var watch = await _client.WatchAsync($"/api/v1/pods?watch=1&allowWatchBookmarks=true&timeoutSeconds=5&resourceVersion={_cluster.ResourceVersion}");
        Assert.Equal("BOOKMARK", (string?)(await NextWhileTimePassesAsync(watch))!["type"]);
        while (await NextWhileTimePassesAsync(watch) is { } more)
            Assert.Equal("BOOKMARK", (string?)more["type"]);
    }

    [Fact]
    public async Task A_streaming_list_ends_with_a_bookmark_that_says_so()
    {
        _cluster.CreatePod("shop", "a", "x");
        using var watch = await _client.WatchAsync("/api/v1/pods?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        Assert.Equal("ADDED a", ApiServerClient.Summary((await ApiServerClient.NextAsync(watch))!));
        Assert.Equal("true", (string?)(await ApiServerClient.NextAsync(watch))!["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task Only_long_answers_are_compressed_and_only_on_request()
    {
        _cluster.LoadPods(30);
        using var plain = await _client.SendAsync("/api/v1/pods");
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        _client.Headers.AcceptEncoding.ParseAdd("gzip");
        using var compressed = await _client.SendAsync("/api/v1/pods");
        using var small = await _client.SendAsync("/api/v1/namespaces");
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        Assert.Empty(small.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.kubernetes.protobuf")]
    public async Task Many_pods_are_loaded_at_once_and_each_is_its_own(string accept)
    {
        _cluster.LoadPods(1_000);
        using var client = new ApiServerClient(_cluster, accept);
        using var answer = await client.SendAsync("/api/v1/pods");
        var pods = new List<PodObject>();
        await WireDecoders.For(Resource.Pods, accept, new StringPool(), Fleets.Kept).ReadListAsync(await answer.Content.ReadAsStreamAsync(Stop), pod => pods.Add((PodObject)pod), Stop);
        Assert.Equal(1_000, pods.DistinctBy(pod => (pod.Name, pod.Uid)).Count());
        Assert.Equal(1_000, pods.Select(pod => pod.ResourceVersion).Distinct().Count());
        Assert.InRange(answer.Content.Headers.ContentLength ?? 11_000_000, 7_000_000, 12_000_000);
    }

    [Fact]
    public async Task Who_brings_no_token_is_refused()
    {
        _client.Headers.Authorization = null;
        using var answer = await _client.SendAsync("/api/v1/pods");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task An_access_review_allows_reading_and_nothing_else()
    {
        const string path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        _cluster.Faults.Refuse(403, "jobs");
        Assert.True(await AllowedAsync("list", "pods"));
        Assert.False(await AllowedAsync("delete", "pods"));
        Assert.False(await AllowedAsync("list", "secrets"));
        using var rules = await _client.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "{\"kind\":\"SelfSubjectRulesReview\",\"spec\":{\"namespace\":\"default\"}}");
        var answer = await rules.Content.ReadAsStringAsync(Stop);
        Assert.Contains("\"pods\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"jobs\"", answer, StringComparison.Ordinal);

        async Task<bool> AllowedAsync(string verb, string resource)
        {
            using var review = await _client.PostAsync(path, $"{{\"kind\":\"SelfSubjectAccessReview\",\"spec\":{{\"resourceAttributes\":{{\"verb\":\"{verb}\",\"resource\":\"{resource}\"}}}}}}");
            return (bool)JsonNode.Parse(await review.Content.ReadAsStringAsync(Stop))!["status"]!["allowed"]!;
        }
    }

    [Fact]
    public async Task Requests_are_counted_by_verb_and_path()
    {
        await _client.GetAsync("/api/v1/pods");
        await _client.GetAsync("/version");
        Assert.Equal(1, _cluster.Requests.Count("list", "/pods"));
        Assert.Equal(2, _cluster.Requests.Total);
    }

    private async Task<JsonNode?> NextWhileTimePassesAsync(StreamReader watch)
    {
        var next = ApiServerClient.NextAsync(watch);
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await next;
    }

    private static IEnumerable<string> Names(JsonNode list) => list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);
}
