namespace Traceboard.Clusters.Wire;

/// <summary>Reads the body of a refused request, which may come in either encoding, or be a proxy's page.</summary>
internal static class StatusBody
{
    public static ApiStatus? TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            if (body.StartsWith(ProtobufEnvelope.Magic))
            {
                var raw = ProtobufEnvelope.Open(body, out var kind);
                return kind.SequenceEqual("Status"u8) ? ProtobufStatusReader.Read(raw) : null;
            }
            var json = new JsonCursor(body);
            return JsonStatusReader.Read(ref json);
        }
        catch (WireFormatException)
        {
            // Not a Status: the caller shows the HTTP status instead.
            return null;
        }
    }
}
