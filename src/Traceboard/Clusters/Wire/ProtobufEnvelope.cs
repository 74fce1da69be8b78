namespace Traceboard.Clusters.Wire;

/// <summary><c>k8s\0</c> and a <c>runtime.Unknown</c> around each object.</summary>
internal static class ProtobufEnvelope
{
    public const int TypeMeta = 1;
    public const int Raw = 2;
    public const int ContentEncoding = 3;

    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The bytes of the object inside, and its kind.</summary>
    /// <exception cref="WireFormatException">There is no such envelope, or the object in it is encoded further.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> kind)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw NoMagic();
        }
        ReadOnlySpan<byte> raw = default;
        kind = default;
        var envelope = new ProtobufReader(bytes[Magic.Length..]);
        while (envelope.Next())
        {
            switch (envelope.Field)
            {
                case TypeMeta:
                    kind = Kind(envelope.Bytes());
                    break;
                case Raw:
                    raw = envelope.Bytes();
                    break;
                case ContentEncoding:
                    RefuseEncoding(envelope.Bytes());
                    break;
                default:
                    envelope.Skip();
                    break;
            }
        }
        return raw;
    }

    /// <summary>The kind that a <c>TypeMeta</c> names.</summary>
    public static ReadOnlySpan<byte> Kind(ReadOnlySpan<byte> typeMeta)
    {
        ReadOnlySpan<byte> kind = default;
        var reader = new ProtobufReader(typeMeta);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                kind = reader.Bytes();
            }
            else
            {
                reader.Skip();
            }
        }
        return kind;
    }

    public static void RefuseEncoding(ReadOnlySpan<byte> encoding)
    {
        if (!encoding.IsEmpty)
        {
            throw new WireFormatException("A protobuf object is in an encoding of its own.");
        }
    }

    public static WireFormatException NoMagic() => new("The body is not Kubernetes protobuf: it does not start with k8s and a zero byte.");
}
