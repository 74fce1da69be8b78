using Microsoft.Extensions.Time.Testing;

namespace Traceboard.Tests.Fakes;

/// <summary>
/// A clock that a test moves on, and that knows how many requests still wait for the head of their answer: while one
/// does that the server means to answer, time must stand still, or a slow machine alone would make it time out.
/// </summary>
internal sealed class PacedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(30);
    private int _unanswered;

    public int Unanswered => Volatile.Read(ref _unanswered);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (state is not CancellationTokenSource || dueTime != _answerLimit)
            return timer;
        Interlocked.Increment(ref _unanswered);
        return new Answer(timer, () => Interlocked.Decrement(ref _unanswered));
    }

    private sealed class Answer(ITimer timer, Action ended) : ITimer
    {
        private int _hasEnded;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
                ended();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
