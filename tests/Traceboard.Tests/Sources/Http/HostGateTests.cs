using Microsoft.Extensions.Time.Testing;
using Traceboard.Sources.Http;

namespace Traceboard.Tests.Sources.Http;

public sealed class HostGateTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Requests_turned_away_together_are_one_refusal()
    {
        using var gate = new HostGate(_time);
        for (var number = 0; number < 4; number++)
            Assert.Equal(TimeSpan.FromMinutes(1), gate.Limited(told: null, "429"));

        _time.Advance(TimeSpan.FromMinutes(1));
        using (await EnterAsync(gate))
        {
        }

        Assert.Equal(TimeSpan.FromMinutes(2), gate.Limited(told: null, "429"));
    }

    [Fact]
    public void A_shorter_pause_told_later_does_not_end_a_longer_one()
    {
        using var gate = new HostGate(_time);
        gate.Limited(TimeSpan.FromMinutes(10), "429");

        Assert.Equal(TimeSpan.FromMinutes(10), gate.Limited(TimeSpan.FromSeconds(5), "429"));
    }

    [Fact]
    public async Task A_spent_budget_does_not_close_the_other_one()
    {
        using var gate = new HostGate(_time);
        gate.Told("graphql", new RequestBudget(5000, 1000, _time.GetUtcNow().AddMinutes(30)));

        await Assert.ThrowsAsync<GitHostException>(() => EnterAsync(gate, "graphql"));
        using (await EnterAsync(gate))
        {
        }
    }

    [Fact]
    public async Task Requests_in_flight_count_against_what_is_left()
    {
        using var gate = new HostGate(_time);
        gate.Told("rest", new RequestBudget(100, 22, _time.GetUtcNow().AddMinutes(30)));

        using var first = await EnterAsync(gate);
        using var second = await EnterAsync(gate);
        Assert.Equal(GitHostFault.Paused, (await Assert.ThrowsAsync<GitHostException>(() => EnterAsync(gate))).Fault);
    }

    [Fact]
    public async Task An_answer_that_was_overtaken_does_not_raise_what_is_left()
    {
        using var gate = new HostGate(_time);
        var reset = _time.GetUtcNow().AddMinutes(30);
        gate.Told("rest", new RequestBudget(100, 20, reset));
        gate.Told("rest", new RequestBudget(100, 23, reset));
        await Assert.ThrowsAsync<GitHostException>(() => EnterAsync(gate));

        gate.Told("rest", new RequestBudget(100, 99, reset.AddMinutes(60)));
        using (await EnterAsync(gate))
        {
        }
    }

    private static Task<IDisposable> EnterAsync(HostGate gate, string budget = "rest") =>
        gate.EnterAsync(budget, credential: null, TestContext.Current.CancellationToken);
}
