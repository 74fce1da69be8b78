using System.Runtime.InteropServices;

namespace Traceboard.Clusters.Wire;

/// <summary>What stands before a protobuf field.</summary>
/// <param name="Field">Its number.</param>
/// <param name="Type">Its wire type.</param>
/// <param name="Size">Bytes of the header itself.</param>
/// <param name="Body">Bytes after the header.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProtobufHeader(int Field, int Type, int Size, long Body)
{
    public const int Varint = 0;
    public const int Bytes = 2;
    private const int Fixed64 = 1;
    private const int Fixed32 = 5;
    private const int LongestVarint = 10;

    public long Total => Size + Body;

    /// <summary>Reads a header; false where more bytes are needed for it.</summary>
    /// <exception cref="WireFormatException">It is none.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ProtobufHeader header)
    {
        // Nearly all fields have a small number and are short.
        if (bytes.Length > 1 && bytes[0] is >= 8 and < 0x80 && bytes[1] < 0x80 && (bytes[0] & 7) is var common and (Bytes or Varint))
        {
            header = common is Bytes ? new ProtobufHeader(bytes[0] >> 3, Bytes, 2, bytes[1]) : new ProtobufHeader(bytes[0] >> 3, Varint, 1, 1);
            return true;
        }
        header = default;
        if (!TryVarint(bytes, out var tag, out var size))
        {
            return false;
        }
        var field = tag >> 3;
        if (field is 0 or > int.MaxValue >> 3)
        {
            throw new WireFormatException("A protobuf field has no valid number.");
        }
        var type = (int)(tag & 7);
        long body;
        switch (type)
        {
            case Varint:
                if (!TryVarint(bytes[size..], out _, out var length))
                {
                    return false;
                }
                body = length;
                break;
            case Bytes:
                if (!TryVarint(bytes[size..], out var announced, out length))
                {
                    return false;
                }
                body = announced <= long.MaxValue / 2 ? (long)announced : throw new WireFormatException("A protobuf field has no valid length.");
                size += length;
                break;
            case Fixed64:
                body = 8;
                break;
            case Fixed32:
                body = 4;
                break;
            default:
                throw new WireFormatException("A protobuf field has no valid type.");
        }
        header = new ProtobufHeader((int)field, type, size, body);
        return true;
    }

    /// <summary>The number of a whole varint.</summary>
    public static ulong Value(ReadOnlySpan<byte> varint)
    {
        var value = 0UL;
        for (var i = 0; i < varint.Length; i++)
        {
            value |= (ulong)(varint[i] & 0x7F) << (7 * i);
        }
        return value;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, out ulong value, out int length)
    {
        value = 0;
        for (length = 0; length < bytes.Length; length++)
        {
            if (length == LongestVarint)
            {
                throw new WireFormatException("A protobuf number is too long.");
            }
            var next = bytes[length];
            value |= (ulong)(next & 0x7F) << (7 * length);
            if (next < 0x80)
            {
                length++;
                return true;
            }
        }
        return length < LongestVarint ? false : throw new WireFormatException("A protobuf number is too long.");
    }
}
