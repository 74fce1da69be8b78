using Microsoft.Extensions.Time.Testing;
using Traceboard.Clusters.Watching;

namespace Traceboard.Tests.Fakes;

/// <summary>
/// A clock that a test moves on, and that knows how many requests wait for their answer and how many streams are
/// being read: while the server has more to say to one of them than silence, time must stand still, or a slow machine
/// alone would make it time out.
/// </summary>
internal sealed class PacedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(30);
    private int _waiting;

    /// <summary>Requests and streams that would time out if nothing came.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (state is not CancellationTokenSource || (dueTime != _answerLimit && dueTime != DeadMan.Limit))
            return timer;
        Interlocked.Increment(ref _waiting);
        return new Answer(timer, () => Interlocked.Decrement(ref _waiting));
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
