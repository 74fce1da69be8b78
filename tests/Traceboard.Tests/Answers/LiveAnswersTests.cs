using Microsoft.EntityFrameworkCore;
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

    [Fact]
    public async Task A_board_whose_database_fails_grows_old_though_its_clusters_are_live()
    {
        var cluster = _world.Cluster("prod");
        _world.Run(_world.Workload(cluster, "cart"), "ghcr.io/acme/cart:1");
        Assert.Equal(Freshness.Live, (await _world.CellAsync("cart", "prod")).Freshness);

        await _world.Database.Database.ExecuteSqlRawAsync("ALTER TABLE Clusters RENAME TO Elsewhere", TestContext.Current.CancellationToken);
        while ((await _world.CellAsync("cart", "prod")).Freshness != Freshness.Stale)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(30));
            _world.Fleet.Say("prod", Freshness.Live, _world.Time.GetUtcNow(), cluster.Uid);
            await Task.Run(TestContext.Current.CancellationToken.ThrowIfCancellationRequested, TestContext.Current.CancellationToken);
        }

        Assert.InRange((await _world.CellAsync("cart", "prod")).AsOf!.Value, RecordedWorld.Noon, RecordedWorld.Noon.AddMinutes(1));
    }

    [Fact]
    public async Task A_machine_that_slept_for_weeks_while_the_board_was_built_goes_on_building_it()
    {
        var cluster = _world.Cluster("prod");
        _world.Run(_world.Workload(cluster, "cart"), "ghcr.io/acme/cart:1");
        await _world.BoardAsync();
        _world.Meanwhile = () => _world.Time.Advance(TimeSpan.FromDays(60));
        await _world.CommitAsync();
        Assert.Null(_world.Meanwhile);

        _world.Run(_world.Workload(cluster, "till"), "ghcr.io/acme/till:1");
        await _world.CommitAsync();
        Assert.Equal("single", (await _world.CellAsync("till", "prod")).State);
    }

    [Fact]
    public async Task A_proof_that_changes_nothing_else_is_shown_without_a_commit_and_a_better_freshness_is_told()
    {
        var cluster = _world.Cluster("prod", provenAt: RecordedWorld.Noon.AddMinutes(-20));
        _world.Run(_world.Workload(cluster, "cart"), "ghcr.io/acme/cart:1");
        Assert.Equal(Freshness.Stale, (await _world.CellAsync("cart", "prod")).Freshness);
        await using var changes = _world.Get<AnswerChanges>().WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        cluster.ProvenAt = RecordedWorld.Noon.AddSeconds(1);
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);
        var told = changes.MoveNextAsync().AsTask();
        while (!told.IsCompleted || (await _world.CellAsync("cart", "prod")).Freshness != Freshness.Live)
        {
            _world.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Run(TestContext.Current.CancellationToken.ThrowIfCancellationRequested, TestContext.Current.CancellationToken);
        }

        Assert.True(await told);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
