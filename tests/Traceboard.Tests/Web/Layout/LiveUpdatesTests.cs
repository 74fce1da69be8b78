using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Layout;

namespace Traceboard.Tests.Web.Layout;

public sealed class LiveUpdatesTests : IDisposable
{
    private readonly SampleChanges _changes = new();
    private readonly CircuitConnection _connection = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _refreshed = new(0);
    private readonly LiveUpdates _live;
    private int _count;

    public LiveUpdatesTests() => _live = new LiveUpdates(_changes, _connection, _time, NullLogger<LiveUpdates>.Instance);

    [Fact]
    public async Task A_page_is_refreshed_at_once_so_that_nothing_since_its_first_picture_is_missed()
    {
        await using var subscription = _live.OnChange(Count);

        await RefreshedAsync();
        Assert.Equal(1, _count);
    }

    [Fact]
    public async Task Many_changes_within_a_second_are_one_refresh()
    {
        await using var subscription = _live.OnChange(Count);
        await RefreshedAsync();

        for (var i = 0; i < 50; i++)
            _changes.Tell();
        Assert.Equal(1, _count);
        await AdvanceUntilRefreshedAsync();

        Assert.Equal(2, _count);
    }

    [Fact]
    public async Task A_disposed_subscription_is_gone_from_the_stream()
    {
        var subscription = _live.OnChange(Count);
        await RefreshedAsync();
        Assert.Equal(1, _changes.Subscribers);

        await subscription.DisposeAsync();

        Assert.Equal(0, _changes.Subscribers);
        _changes.Tell();
        Assert.Equal(1, _count);
    }

    [Fact]
    public async Task While_the_browser_is_away_nothing_is_rendered_and_nothing_subscribed()
    {
        await using var subscription = _live.OnChange(Count);
        await RefreshedAsync();

        await _connection.GoDownAsync();
        await UntilAsync(() => _changes.Subscribers == 0);
        _changes.Tell();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _count);

        _connection.ComeUp();
        await RefreshedAsync();
        Assert.Equal(2, _count);
        Assert.Equal(1, _changes.Subscribers);
    }

    [Fact]
    public async Task A_refresh_that_fails_is_tried_again_a_second_later()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = _live.OnChange(token => failed.TrySetResult() ? throw new InvalidOperationException("once") : Count(token));
        await failed.Task.WaitAsync(TestContext.Current.CancellationToken);

        await AdvanceUntilRefreshedAsync();

        Assert.Equal(1, _count);
    }

    [Fact]
    public async Task An_interval_refreshes_at_its_pace()
    {
        await using var subscription = _live.Every(TimeSpan.FromSeconds(5), Count);
        await RefreshedAsync();

        await AdvanceUntilRefreshedAsync();
        await AdvanceUntilRefreshedAsync();

        Assert.Equal(3, _count);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _refreshed.Dispose();
    }

    private Task Count(CancellationToken cancellationToken)
    {
        _count++;
        _refreshed.Release();
        return Task.CompletedTask;
    }

    private Task RefreshedAsync() => _refreshed.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>The loop may not have reached its wait yet when the clock is moved, so the clock moves until it has.</summary>
    private async Task AdvanceUntilRefreshedAsync()
    {
        while (!await _refreshed.WaitAsync(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken))
            _time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
