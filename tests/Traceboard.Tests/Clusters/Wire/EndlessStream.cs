namespace Traceboard.Tests.Clusters.Wire;

/// <summary>A start, and then the same bytes over and over.</summary>
internal sealed class EndlessStream(byte[] start, byte[] repeated, long most) : Stream
{
    private readonly byte[] _block = [.. Enumerable.Repeat(repeated, 65_536 / repeated.Length).SelectMany(bytes => bytes)];

    public long Told { get; private set; }
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => Told; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var source = Told < start.Length ? start.AsSpan((int)Told) : _block.AsSpan((int)((Told - start.Length) % _block.Length));
        var count = (int)Math.Min(Math.Min(source.Length, buffer.Length), most - Told);
        source[..count].CopyTo(buffer);
        Told += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
