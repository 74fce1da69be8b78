namespace Traceboard.Clusters.Wire;

/// <summary>Reads one line of a watch in JSON.</summary>
internal static class JsonEventReader
{
    /// <summary>The event of a whole line; null for a blank one.</summary>
    /// <exception cref="WireFormatException">The line is cut or malformed, or holds another kind.</exception>
    public static WatchEvent? Read(ReadOnlySpan<byte> line, ObjectDraft draft)
    {
        var json = new JsonCursor(line);
        if (json.SkipWhiteSpace() == 0)
        {
            return null;
        }
        WatchEventType? type = null;
        WatchEvent? told = null;
        var put = -1;
        var isEvent = json.EnterObject();
        while (isEvent && json.NextProperty(out var key))
        {
            if (key.SequenceEqual("type"u8))
            {
                type = WatchEventTypes.Parse(json.Text());
            }
            else if (!key.SequenceEqual("object"u8))
            {
                json.Skip();
            }
            else if (type is { } known)
            {
                told = ReadObject(ref json, known, draft);
            }
            else
            {
                put = json.Position;
                json.Skip();
            }
        }
        if (json.Truncated)
        {
            throw new WireFormatException("A watch event is cut off.");
        }
        if (told is null && put >= 0 && type is { } late)
        {
            var again = new JsonCursor(line[put..]);
            told = ReadObject(ref again, late, draft);
        }
        if (told is null || json.SkipWhiteSpace() != 0)
        {
            throw new WireFormatException("A line of the watch is not an event.");
        }
        return told;
    }

    private static WatchEvent? ReadObject(ref JsonCursor json, WatchEventType type, ObjectDraft draft)
    {
        if (type is WatchEventType.Error)
        {
            var status = JsonStatusReader.Read(ref json);
            return json.Truncated ? null : WatchEventTypes.Error(status);
        }
        JsonObjectReader.Read(ref json, draft);
        return json.Truncated ? null : WatchEventTypes.Event(type, draft);
    }
}
