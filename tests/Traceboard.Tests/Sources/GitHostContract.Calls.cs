using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources;

/// <summary>Calls: few, counted, and not many at once.</summary>
public abstract partial class GitHostContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_sha_costs_two_calls_at_most_and_each_is_counted(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });

        await world.FindAsync(Sha[..10]);
        Assert.InRange(world.Server.Requests.Count, 1, 2);
        Assert.Equal(world.Server.Requests.Count, world.Host.State.Calls);

        world.Server.Forget();
        await world.AskAsync("abcdef0");
        Assert.InRange(world.Server.Requests.Count, 1, 2);
        Assert.All(world.Server.Requests, request => Assert.Matches(@"\ATraceboard/\d+\.\d+\.\d+\z", request.UserAgent));
    }

    [Fact]
    public async Task No_more_than_four_requests_are_in_flight()
    {
        await using var world = await StartAsync(token: false);
        var repository = world.Server.Add("acme/shop");
        var shas = Enumerable.Range(0, 40).Select(number => number.ToString("x40")).ToList();
        shas.ForEach(sha => repository.Add(sha));
        using var four = new CountdownEvent(4);
        using var gate = new SemaphoreSlim(0);
        world.Server.Script = async _ =>
        {
            if (!four.IsSet)
                four.Signal();
            await gate.WaitAsync(Cancellation);
            return false;
        };

        // Two callers at once: the limit is the host's, not the caller's.
        var asking = shas.Chunk(20).Select(part => world.Host.FindCommitsAsync([.. part.Select(sha => new CommitQuestion("acme/shop", sha))], Cancellation)).ToList();
        await Task.Run(() => four.Wait(Cancellation), Cancellation);
        gate.Release(1000);
        var answers = await Task.WhenAll(asking);

        Assert.All(answers.SelectMany(part => part), answer => Assert.IsType<CommitAnswer.Found>(answer));
        Assert.Equal(4, world.Server.MostInFlight);
    }

    [Fact]
    public async Task Whoever_stops_waiting_is_not_told_a_fault()
    {
        await using var world = await StartAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        world.Server.Script = async context =>
        {
            await patience.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Host.FindCommitsAsync([new CommitQuestion("acme/shop", Sha)], patience.Token));
        Assert.Null(world.Host.State.LastError);
    }
}
