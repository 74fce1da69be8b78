using System.Buffers;

namespace Traceboard.Web.Api;

/// <summary>
/// Bytes in pieces of 32 KB. One array of some megabytes for each new board would live among the large objects, which are
/// collected last, and leave its doubles behind in the shared pool.
/// </summary>
internal sealed class Chunks : IBufferWriter<byte>
{
    private const int Size = 32 << 10;
    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _current = [];
    private int _used;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>What was written, in order.</summary>
    public IEnumerable<ArraySegment<byte>> All => _used > 0 ? _full.Append(new ArraySegment<byte>(_current, 0, _used)) : _full;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _current.Length - _used);
        _used += count;
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_current.Length - _used < Math.Max(sizeHint, 1))
        {
            if (_used > 0)
                _full.Add(new ArraySegment<byte>(_current, 0, _used));
            (_current, _used) = (new byte[Math.Max(sizeHint, Size)], 0);
        }

        return _current.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
