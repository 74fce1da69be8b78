using Traceboard.Sources;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

/// <content>Which question goes when, and with which others.</content>
public sealed partial class QuestionQueueTests
{
    [Fact]
    public async Task Calls_that_are_not_full_wait_while_another_is_under_way()
    {
        await using var world = await World.CreateAsync(batchSize: 10);
        var gate = new TaskCompletionSource();
        world.Git.Gate = gate.Task;
        await world.SeeAsync("git/acme/a:1111111");
        await world.StartAsync();
        await world.Git.NextQuestionAsync(Token);
        await world.SeeAsync("git/acme/b:2222222");
        await world.SeeAsync("git/acme/c:3333333");
        gate.SetResult();
        await world.Git.NextQuestionAsync(Token);
        await world.Git.NextQuestionAsync(Token);
        Assert.Equal("1111111, 3333333 2222222", string.Join(", ", world.Git.Calls.Select(call => string.Join(' ', call.Select(question => question.Candidate)))));
    }

    [Fact]
    public async Task What_a_person_looks_at_goes_first()
    {
        await using var world = await World.CreateAsync(batchSize: 2);
        var gate = new TaskCompletionSource();
        world.Git.Gate = gate.Task;
        await world.SeeAsync(["git/acme/old:1111111", .. Enumerable.Range(0, 20).Select(number => $"git/acme/s{number}:{number:d2}aaaaa")]);
        await world.TraceOfAsync("git/acme/old:1111111", trace => trace.Status == TraceStatus.Pending);
        await world.StartAsync();
        for (var asked = 0; asked < 8; asked++)
            await world.Git.NextQuestionAsync(Token);
        world.Attention!.LookAt(["git/acme/old:1111111"]);
        gate.SetResult();
        Assert.Equal("1111111", (await world.Git.NextQuestionAsync(Token)).Candidate);
    }

    [Fact]
    public async Task What_failed_while_the_host_was_away_is_asked_as_soon_as_it_is_back()
    {
        await using var world = await World.CreateAsync(batchSize: 2);
        var (away, state) = (true, world.Git.State);
        world.Git.Answer = question =>
        {
            if (!away)
                return world.Git.Found(question);
            world.Git.State = state with { PausedUntil = world.Database.Clock.GetUtcNow().AddMinutes(1) };
            return new CommitAnswer.Failed("no connection", TimeSpan.FromHours(20));
        };
        await world.SeeAsync("git/acme/a:1111111", "git/acme/b:2222222", "git/acme/c:3333333");
        await world.StartAsync();
        await world.TraceOfAsync("git/acme/c:3333333", trace => trace.Reason == "no connection");
        (away, world.Git.State) = (false, state);
        for (var calls = world.Git.Calls.Count; world.Git.Calls.Count == calls;)
        {
            world.Database.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }

        // From here on no time passes.
        await world.TraceOfAsync("git/acme/c:3333333", trace => trace.Status == TraceStatus.Traced);
        Assert.InRange(world.Database.Clock.GetUtcNow() - At(0), TimeSpan.Zero, TimeSpan.FromHours(19));
    }
}
