using Traceboard.Answers;

namespace Traceboard.Web.CommandLine;

/// <summary>Says on standard error what is waited for, where the answer to a question takes long.</summary>
internal sealed class SlowSteps : IAsyncDisposable
{
    private readonly ITimer _timer;
    private volatile TraceStep? _last;

    public SlowSteps(TimeProvider time, TextWriter error) => _timer = time.CreateTimer(
        _ => error.WriteLine($"traceboard: waiting for a Git host: {_last?.Outcome} (gives up after {TraceExplainer.Patience.TotalSeconds:0} s)"),
        state: null,
        Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);

    public void Take(TraceStep step)
    {
        _last = step;
        _timer.Change(step.Name == "question" ? CheckRun.Patience : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
