using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Tests.Answers;

public sealed class LiveAnswersTests : IAsyncDisposable
{
    private readonly RecordedWorld _world = new();

    [Fact]
    public async Task Many_changes_between_two_looks_are_one()
    {
        var live = new LiveAnswers(TimeProvider.System);
        await using var changes = live.WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var index = 0; index < 5; index++)
            live.Publish();

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(5, changes.Current);
        live.Publish();
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(6, changes.Current);
    }

    [Fact]
    public async Task Subscribers_leave_nothing_behind_however_they_leave()
    {
        var live = new LiveAnswers(TimeProvider.System);
        using var cancelled = new CancellationTokenSource();
        _ = live.WatchAsync(cancelled.Token);
        var waiting = live.WatchAsync(cancelled.Token).GetAsyncEnumerator(cancelled.Token);
        var next = waiting.MoveNextAsync();
        await using (var left = live.WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            live.Publish();
            Assert.True(await left.MoveNextAsync());
            Assert.Equal(3, live.Subscribers);
        }

        Assert.True(await next);
        Assert.Equal(2, live.Subscribers);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting.MoveNextAsync());
        Assert.Equal(0, live.Subscribers);
    }

    [Fact]
    public async Task A_change_of_freshness_is_told_and_shown()
    {
        var cluster = _world.Cluster("prod");
        _world.Run(_world.Workload(cluster, "cart"), "ghcr.io/acme/cart:1");
        Assert.Equal(Freshness.Live, (await _world.CellAsync("cart", "prod")).Freshness);

        _world.Fleet.Say("prod", Freshness.Unreachable, RecordedWorld.Noon, cluster.Uid);
        await _world.CommitAsync();

        var cell = await _world.CellAsync("cart", "prod");
        Assert.Equal((Freshness.Unreachable, RecordedWorld.Noon), (cell.Freshness, cell.AsOf));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
