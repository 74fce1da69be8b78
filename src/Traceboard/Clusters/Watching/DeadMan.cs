namespace Traceboard.Clusters.Watching;

/// <summary>
/// Cancels when a stream gives no byte for 85 seconds: long enough for the bookmark that an API server sends every
/// minute, short of the 90 seconds after which a cluster no longer counts as live. It does not rely on HTTP/2 pings
/// or on the kernel, so it also notices a peer that is gone without a word.
/// </summary>
internal sealed class DeadMan : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(85);

    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;

    public DeadMan(TimeProvider time, CancellationToken cancellationToken)
    {
        _silence = new CancellationTokenSource(Limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    public bool Fired => _silence.IsCancellationRequested;

    /// <summary>The stream, telling of each byte that comes.</summary>
    public Stream Listen(Stream body) => new Listened(body, this);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }

    private void Heard() => _silence.CancelAfter(Limit);

    private sealed class Listened(Stream inner, DeadMan deadMan) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            deadMan.Heard();
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
