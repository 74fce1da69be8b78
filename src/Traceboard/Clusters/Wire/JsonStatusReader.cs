namespace Traceboard.Clusters.Wire;

/// <summary>Reads a <c>Status</c> in JSON.</summary>
internal static class JsonStatusReader
{
    /// <summary>The status that the cursor stands before, or null for another kind or where the bytes end too early.</summary>
    public static ApiStatus? Read(ref JsonCursor json)
    {
        var isStatus = false;
        var code = 0;
        var reason = "";
        var message = "";
        int? retryAfter = null;
        List<string>? causes = null;
        if (!json.EnterObject())
        {
            return null;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("kind"u8))
            {
                isStatus = json.Text().SequenceEqual("Status"u8);
            }
            else if (key.SequenceEqual("code"u8))
            {
                code = json.Int32();
            }
            else if (key.SequenceEqual("reason"u8))
            {
                reason = StringPool.Decode(KeptText.Image(json.Text()));
            }
            else if (key.SequenceEqual("message"u8))
            {
                message = StringPool.Decode(KeptText.Image(json.Text()));
            }
            else if (key.SequenceEqual("details"u8))
            {
                ReadDetails(ref json, ref retryAfter, ref causes);
            }
            else
            {
                json.Skip();
            }
        }
        return isStatus && !json.Truncated ? new ApiStatus(code, reason, message, retryAfter, causes) : null;
    }

    private static void ReadDetails(ref JsonCursor json, ref int? retryAfter, ref List<string>? causes)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("retryAfterSeconds"u8))
            {
                retryAfter = json.Int32() is var seconds and > 0 ? seconds : null;
            }
            else if (key.SequenceEqual("causes"u8) && json.EnterArray())
            {
                while (json.NextElement())
                {
                    ReadCause(ref json, ref causes);
                }
            }
            else if (!key.SequenceEqual("causes"u8))
            {
                json.Skip();
            }
        }
    }

    private static void ReadCause(ref JsonCursor json, ref List<string>? causes)
    {
        var reason = "";
        var message = "";
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextProperty(out var key))
        {
            if (key.SequenceEqual("reason"u8))
            {
                reason = StringPool.Decode(KeptText.Image(json.Text()));
            }
            else if (key.SequenceEqual("message"u8))
            {
                message = StringPool.Decode(KeptText.Image(json.Text()));
            }
            else
            {
                json.Skip();
            }
        }
        StatusCauses.Add(ref causes, reason, message);
    }
}
