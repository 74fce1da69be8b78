using Microsoft.Extensions.Time.Testing;
using Traceboard.Answers;
using Traceboard.Web.CommandLine;

namespace Traceboard.Tests.Web.CommandLine;

public sealed class CheckRunTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new();
    private readonly List<string> _told = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _error.Dispose();

    [Fact]
    public async Task A_line_is_told_when_it_is_known_and_answered_in_its_place()
    {
        var slow = new TaskCompletionSource<IReadOnlyList<CheckResult>>();
        var quickTold = new TaskCompletionSource();
        var running = new CheckRun(_time, _error).RunAsync(
            [Check("slow", _ => slow.Task), Check("quick", _ => Answer("quick"))],
            line =>
            {
                _told.Add(line.Subject);
                quickTold.TrySetResult();
            },
            Stop);

        await quickTold.Task.WaitAsync(Stop);
        Assert.Equal(["quick"], _told);
        slow.SetResult([new CheckResult("slow", Ok: true, "well")]);

        Assert.Equal(["slow", "quick"], (await running).Select(line => line.Subject), StringComparer.Ordinal);
        Assert.Equal(["quick", "slow"], _told);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task A_check_that_is_slow_says_what_it_waits_for_and_one_that_hangs_fails_with_the_remedy()
    {
        var running = new CheckRun(_time, _error).RunAsync([Check("cluster prod-eu", HangAsync)], line => _told.Add(line.Message), Stop);
        Assert.Empty(_error.ToString());

        _time.Advance(CheckRun.Patience);
        Assert.Equal("traceboard: asking cluster prod-eu at https://10.0.0.1:6443 (gives up after 10 s)", _error.ToString().TrimEnd());

        _time.Advance(Traceboard.Check.Limit);
        Assert.Equal(new CheckResult("cluster prod-eu", Ok: false, "https://10.0.0.1:6443 gave no answer within 10 s", "look at the firewall"), Assert.Single(await running));
        Assert.Equal(["https://10.0.0.1:6443 gave no answer within 10 s"], _told);
    }

    [Fact]
    public async Task Only_a_question_that_takes_long_is_told_of_a_trace()
    {
        await using var slow = new SlowSteps(_time, _error);
        slow.Take(new TraceStep("rule", "It matches."));
        _time.Advance(TimeSpan.FromMinutes(1));
        slow.Take(new TraceStep("question", "Does github:acme/shop have it?"));
        _time.Advance(TimeSpan.FromSeconds(1));
        slow.Take(new TraceStep("answer", "Yes."));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_error.ToString());

        slow.Take(new TraceStep("question", "Does github:acme/till have it?"));
        _time.Advance(CheckRun.Patience);
        Assert.Equal("traceboard: waiting for a Git host: Does github:acme/till have it? (gives up after 10 s)", _error.ToString().TrimEnd());
    }

    private static Check Check(string subject, Func<CancellationToken, Task<IReadOnlyList<CheckResult>>> ask) =>
        new(subject, "look at the firewall", ask) { Where = () => "https://10.0.0.1:6443" };

    private static Task<IReadOnlyList<CheckResult>> Answer(string subject) => Task.FromResult<IReadOnlyList<CheckResult>>([new CheckResult(subject, Ok: true, "well")]);

    private static async Task<IReadOnlyList<CheckResult>> HangAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        return [];
    }
}
