using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Traceboard.Clusters.Wire;

/// <summary>
/// Fingerprint of a pod template from its bytes on the wire. Pieces are hashed with their lengths, so that moving a
/// byte from one to the next changes the result.
/// </summary>
internal sealed class TemplateHash(char encoding) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _result = new byte[SHA256.HashSizeInBytes];
    private bool _used;

    public void AddSpec(ReadOnlySpan<byte> raw) => Add((byte)'s', raw, []);

    public void AddLabel(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!key.SequenceEqual("pod-template-hash"u8))
        {
            Add((byte)'l', key, value);
        }
    }

    public void AddAnnotation(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!key.SequenceEqual("kubectl.kubernetes.io/restartedAt"u8))
        {
            Add((byte)'a', key, value);
        }
    }

    /// <summary>The fingerprint of what was added, or null if nothing was; starts anew.</summary>
    public string? Take()
    {
        if (!_used)
        {
            return null;
        }
        Clear();
        return $"{encoding}:{Convert.ToHexStringLower(_result.AsSpan(0, 16))}";
    }

    public void Clear()
    {
        if (_used)
        {
            _used = false;
            _hash.GetHashAndReset(_result);
        }
    }

    public void Dispose() => _hash.Dispose();

    private void Add(byte piece, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        _used = true;
        Span<byte> header = stackalloc byte[9];
        header[0] = piece;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], first.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[5..], second.Length);
        _hash.AppendData(header);
        _hash.AppendData(first);
        _hash.AppendData(second);
    }
}
