namespace Traceboard.Clusters.Wire;

/// <summary>Walks over the fields of one whole protobuf message.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private ProtobufHeader _header;

    /// <summary>Number of the field that <see cref="Next"/> moved to.</summary>
    public readonly int Field => _header.Field;

    /// <summary>Moves to the next field; it must be read or skipped before the one after it.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }
        if (!ProtobufHeader.TryRead(_rest, out _header) || _header.Total > _rest.Length)
        {
            throw new WireFormatException("A protobuf message is cut off.");
        }
        return true;
    }

    /// <summary>A string, bytes or an inner message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(ProtobufHeader.Bytes);
        return Take();
    }

    public long Int64()
    {
        Expect(ProtobufHeader.Varint);
        return (long)ProtobufHeader.Value(Take());
    }

    public int Int32() => unchecked((int)Int64());

    public bool Boolean() => Int64() != 0;

    public void Skip() => Take();

    private ReadOnlySpan<byte> Take()
    {
        var body = _rest.Slice(_header.Size, (int)_header.Body);
        _rest = _rest[(int)_header.Total..];
        return body;
    }

    private readonly void Expect(int type)
    {
        if (_header.Type != type)
        {
            throw new WireFormatException($"Field {_header.Field} of a protobuf message is of another type.");
        }
    }
}
