namespace Traceboard.Clusters.Wire;

/// <summary>Reads a <c>Status</c> in protobuf.</summary>
internal static class ProtobufStatusReader
{
    public static ApiStatus Read(ReadOnlySpan<byte> message)
    {
        var code = 0;
        var reason = "";
        var text = "";
        int? retryAfter = null;
        List<string>? causes = null;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    text = StringPool.Decode(KeptText.Image(reader.Bytes()));
                    break;
                case 4:
                    reason = StringPool.Decode(KeptText.Image(reader.Bytes()));
                    break;
                case 5:
                    ReadDetails(reader.Bytes(), ref retryAfter, ref causes);
                    break;
                case 6:
                    code = reader.Int32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return new ApiStatus(code, reason, text, retryAfter, causes);
    }

    private static void ReadDetails(ReadOnlySpan<byte> message, ref int? retryAfter, ref List<string>? causes)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    ReadCause(reader.Bytes(), ref causes);
                    break;
                case 5:
                    retryAfter = reader.Int32() is var seconds and > 0 ? seconds : null;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadCause(ReadOnlySpan<byte> message, ref List<string>? causes)
    {
        ProtobufObjectReader.ReadEntry(message, out var reason, out var text);
        StatusCauses.Add(ref causes, StringPool.Decode(KeptText.Image(reason)), StringPool.Decode(KeptText.Image(text)));
    }
}
