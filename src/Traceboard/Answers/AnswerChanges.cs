namespace Traceboard.Answers;

/// <summary>
/// Tells pages that the answers changed. A subscriber is told at most as often as it reads: changes meanwhile are one.
/// </summary>
public abstract class AnswerChanges
{
    /// <summary>Yields after each change (state, trace, freshness), at most every 250 ms, until cancelled.</summary>
    public abstract IAsyncEnumerable<long> WatchAsync(CancellationToken cancellationToken);
}
