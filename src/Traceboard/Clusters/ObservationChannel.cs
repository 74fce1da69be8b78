using System.Threading.Channels;

namespace Traceboard.Clusters;

/// <summary>
/// The way from the watchers to the Recorder. It holds one batch and blocks the writer beyond that, so nothing is
/// dropped and nothing piles up: a watcher that waits goes on coalescing.
/// </summary>
public sealed class ObservationChannel
{
    private readonly Channel<ObservationBatch> _batches = Channel.CreateBounded<ObservationBatch>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Hands a batch over; completes when there is room for it.</summary>
    public ValueTask WriteAsync(ObservationBatch batch, CancellationToken cancellationToken) =>
        _batches.Writer.WriteAsync(batch, cancellationToken);

    /// <summary>All batches, in order, until cancelled. For one reader.</summary>
    public IAsyncEnumerable<ObservationBatch> ReadAllAsync(CancellationToken cancellationToken) =>
        _batches.Reader.ReadAllAsync(cancellationToken);
}
