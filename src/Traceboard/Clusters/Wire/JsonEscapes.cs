using System.Text.Json;

namespace Traceboard.Clusters.Wire;

/// <summary>Reads the rare JSON strings that have escapes in them.</summary>
internal static class JsonEscapes
{
    /// <summary>The text of a string's bytes, quotes not included, in a buffer of its own.</summary>
    /// <exception cref="WireFormatException">An escape is not one, or a control character stands unescaped.</exception>
    public static ReadOnlySpan<byte> Remove(ReadOnlySpan<byte> raw)
    {
        var quoted = new byte[raw.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted.AsSpan(1));
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            var text = new byte[raw.Length];
            return text.AsSpan(0, reader.CopyString(text));
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            throw new WireFormatException("A JSON string has an escape or a byte that is not allowed.", invalid);
        }
    }
}
