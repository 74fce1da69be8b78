using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Traceboard.Answers;

/// <summary>Tells every subscriber of changes. Each holds at most one change that it has not read: the newest.</summary>
internal sealed class LiveAnswers(TimeProvider time) : AnswerChanges
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Channel<long>, bool> _subscribers = new();
    private long _revision;

    /// <summary>How many are subscribed now.</summary>
    public int Subscribers => _subscribers.Count;

    public void Publish()
    {
        var revision = Interlocked.Increment(ref _revision);
        foreach (var subscriber in _subscribers.Keys)
            subscriber.Writer.TryWrite(revision);
    }

    public override IAsyncEnumerable<long> WatchAsync(CancellationToken cancellationToken)
    {
        // Subscribed at the call, not at the first read: what changes in between must not be missed.
        var subscriber = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _subscribers[subscriber] = true;
        var registration = cancellationToken.Register(() => _subscribers.TryRemove(subscriber, out _));
        return ReadAsync(subscriber, registration, cancellationToken);
    }

    private async IAsyncEnumerable<long> ReadAsync(Channel<long> subscriber, CancellationTokenRegistration registration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                yield return await subscriber.Reader.ReadAsync(cancellationToken);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        finally
        {
            _subscribers.TryRemove(subscriber, out _);
            await registration.DisposeAsync();
        }
    }
}
