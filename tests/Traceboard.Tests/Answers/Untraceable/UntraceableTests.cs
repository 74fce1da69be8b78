using Traceboard.Answers;
using Traceboard.History.Shares;
using Traceboard.Tests.Answers;

namespace Traceboard.Tests.Answers.Untraceable;

public sealed class UntraceableTests : IAsyncDisposable
{
    private const string Traced = "registry.example.com/shop/cart:2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private const string Latest = "registry.example.com/shop/cart:latest";
    private const string Unmapped = "other.example.com/erp/bridge:1234567aaaaaaa1234567aaaaaaa1234567aaaaa";
    private const string Redis = "docker.io/library/redis:8";
    private readonly RecordedWorld _world = new(
        ("Sources:0:Image", "registry.example.com/shop/{repo}"), ("Sources:0:Repository", "github:acme/{repo}"),
        ("Sources:1:Image", "docker.io/**"), ("Sources:1:External", "true"));

    [Fact]
    public async Task Images_stand_under_their_reason_those_with_most_pods_first_and_someone_elses_last()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart", team: "shop"), Traced, pods: 6);
        _world.Remember(Traced);
        _world.Run(_world.Workload(prod, "old-cart", "legacy", team: "shop"), Latest, pods: 2);
        _world.Run(_world.Workload(prod, "bridge", "erp"), Unmapped, pods: 3);
        _world.Run(_world.Workload(prod, "cache"), Redis, pods: 9);

        var answer = await AskAsync();

        Assert.Equal(["Unmapped", "Moving", "External"], answer.Groups.Select(group => group.Status));
        Assert.Equal((11, 6), (answer.Pods, answer.TracedPods));
        Assert.Equal(6d / 11, answer.Score);
        var moving = Assert.Single(answer.Groups[1].Images);
        Assert.Equal((Latest, 2), (moving.Image, moving.Pods));
        Assert.Equal(["legacy", "old-cart", "shop"], [.. moving.Namespaces, .. moving.Services, .. moving.Teams]);
        Assert.Contains("latest", moving.Reason, StringComparison.Ordinal);
        Assert.Null(answer.Groups[2].Images[0].Fix);
    }

    [Fact]
    public async Task Shares_are_told_for_each_namespace_and_team_worst_first()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart", "shop", team: "carts"), Traced, pods: 3);
        _world.Remember(Traced);
        _world.Run(_world.Workload(prod, "old-cart", "shop"), Latest, pods: 1);
        _world.Run(_world.Workload(prod, "bridge", "erp"), Unmapped, pods: 2);

        var answer = await AskAsync();

        Assert.Equal([("erp", 2, 0), ("shop", 4, 3)], answer.Namespaces.Select(share => (share.Name, share.Pods, share.TracedPods)));
        Assert.Equal([("", 3, 0), ("carts", 3, 3)], answer.Teams.Select(share => (share.Name, share.Pods, share.TracedPods)));
    }

    [Fact]
    public async Task A_filter_narrows_the_images_and_leaves_the_scores()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "old-cart", "shop", team: "Carts"), Latest, pods: 1);
        _world.Run(_world.Workload(prod, "bridge", "erp", team: "erp"), Unmapped, pods: 2);

        var answer = await AskAsync(new UntraceableFilter(Team: "carts"));

        Assert.Equal(["Moving"], answer.Groups.Select(group => group.Status));
        Assert.Equal(3, answer.Pods);
    }

    [Fact]
    public async Task The_rule_that_other_images_of_the_registry_follow_is_suggested()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart"), Traced);
        _world.Remember(Traced);
        _world.Run(_world.Workload(prod, "stray"), "registry.example.com/mobile/app:1234567aaaaaaa1234567aaaaaaa1234567aaaaa");

        var fix = Assert.Single((await AskAsync()).Groups).Images[0].Fix!;

        Assert.Equal("mappingRule", fix.Snippets[0].Kind);
        Assert.StartsWith("{ \"Image\": \"registry.example.com/mobile/{repo}\", \"Repository\": ", fix.Snippets[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_are_counted_once_each_and_compared_with_a_month_ago()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart", team: "carts"), Traced, pods: 3);
        _world.Run(_world.Workload(prod, "old-cart", team: "carts"), Latest, pods: 1);
        await CountAsync();
        _world.Remember(Traced);
        _world.Time.Advance(TimeSpan.FromDays(40));
        await SeeAsync();
        await CountAsync();
        _world.Time.Advance(TimeSpan.FromHours(1));
        await SeeAsync();
        await CountAsync();

        var answer = await AskAsync();

        Assert.Equal([(4, 0), (4, 3)], answer.Days.Select(day => (day.Pods, day.TracedPods)));
        Assert.Equal((4, 0), (answer.Teams[0].PodsBefore, answer.Teams[0].TracedPodsBefore));
    }

    [Fact]
    public async Task A_cluster_that_nobody_has_seen_lately_is_missing_from_the_day()
    {
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), Latest, pods: 3);
        _world.Time.Advance(TimeSpan.FromHours(2));

        await CountAsync();

        Assert.Empty(_world.Database.Shares);
    }

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    private async Task CountAsync()
    {
        // What was remembered by hand was not announced.
        var images = _world.Database.Builds.Select(build => build.Image).ToArray();
        _world.Get<Traceboard.History.HistoryChanges>().OnCommitted(new Traceboard.History.HistoryChange([], Running: false, Traces: true) { Images = images });
        await _world.Get<DailyShares>().CountAsync(TestContext.Current.CancellationToken);
    }

    private Task SeeAsync()
    {
        foreach (var cluster in _world.Database.Clusters)
            cluster.ProvenAt = _world.Time.GetUtcNow();
        return _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private Task<UntraceableAnswer> AskAsync(UntraceableFilter? filter = null) =>
        _world.Get<UntraceableReader>().ReadAsync(filter ?? new UntraceableFilter(), TestContext.Current.CancellationToken);
}
