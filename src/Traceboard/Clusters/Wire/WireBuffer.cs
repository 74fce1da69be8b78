using System.Buffers;

namespace Traceboard.Clusters.Wire;

/// <summary>One contiguous, pooled window over a response body. Not safe for several threads.</summary>
/// <param name="body">Owned by the caller, who disposes it.</param>
/// <param name="largestWindow">Bytes that may have to be held at once.</param>
/// <param name="largestBody">Bytes that may be read in total.</param>
internal sealed class WireBuffer(Stream body, int largestWindow, long largestBody) : IDisposable
{
    private const int SmallestWindow = 256 << 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SmallestWindow);
    private int _start;
    private int _end;
    private long _total;

    /// <summary>True once the body ended: <see cref="Unread"/> is all there is.</summary>
    public bool Ended { get; private set; }

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public void Advance(int count) => _start += count;

    /// <summary>Reads until <paramref name="atLeast"/> bytes are unread or the body ends.</summary>
    /// <returns>False if the body ended without a further byte.</returns>
    /// <exception cref="WireFormatException">More bytes than allowed, or broken compression.</exception>
    public async ValueTask<bool> FillAsync(int atLeast, CancellationToken cancellationToken)
    {
        var before = _total;
        while (!Ended && _end - _start < atLeast)
        {
            MakeRoom(atLeast);
            int read;
            try
            {
                read = await body.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
            }
            catch (InvalidDataException broken)
            {
                throw new WireFormatException("The compressed body is broken.", broken);
            }
            Ended = read == 0;
            _end += read;
            _total += read;
            if (_total > largestBody)
            {
                throw new WireFormatException($"The body is larger than {largestBody >> 20} MiB.");
            }
        }
        return _total > before;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _start = _end = 0;
        if (bytes.Length > 0)
        {
            // Pods carry secrets: what goes back to the shared pool carries none.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private void MakeRoom(int atLeast)
    {
        if (atLeast > largestWindow)
        {
            throw new WireFormatException($"An object is larger than {largestWindow >> 20} MiB.");
        }
        var unread = _end - _start;
        if (atLeast > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(atLeast);
            Unread.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = larger;
        }
        else if (_start + atLeast <= _bytes.Length)
        {
            return;
        }
        else
        {
            Unread.CopyTo(_bytes);
        }
        _start = 0;
        _end = unread;
    }
}
