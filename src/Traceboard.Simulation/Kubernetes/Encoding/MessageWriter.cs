using System.Globalization;
using System.Text.Json;
using Google.Protobuf;

namespace Traceboard.Simulation.Kubernetes.Encoding;

/// <summary>Writes one JSON object as the protobuf message of a table's entry.</summary>
internal static class MessageWriter
{
    private const long TicksOfNanosecond = 100;

    /// <summary>The bytes of the message.</summary>
    /// <exception cref="NotSupportedException">The JSON has a field that the message has not.</exception>
    public static byte[] Write(Message message, JsonElement json)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes, leaveOpen: true);
        var inlined = new Dictionary<Field, Dictionary<string, JsonElement>>();
        foreach (var property in Ordered(message, json))
        {
            if (message.Fields.TryGetValue(property.Name, out var field))
            {
                WriteField(output, field, property.Value);
                continue;
            }
            // An object in a list or event may say its own kind; protobuf has that around the message, not in it.
            if (message.IsObject && property.Name is ("kind" or "apiVersion"))
            {
                continue;
            }
            var outer = message.Inlined.FirstOrDefault(candidate => Has(MessageTable.Of(candidate.Type), property.Name))
                ?? throw new NotSupportedException($"Protobuf message {message.Name} has no field {property.Name}.");
            if (!inlined.TryGetValue(outer, out var fields))
            {
                inlined[outer] = fields = new(StringComparer.Ordinal);
            }
            fields[property.Name] = property.Value;
        }
        foreach (var (outer, fields) in inlined)
        {
            WriteBytes(output, outer.Number, Write(MessageTable.Of(outer.Type), JsonSerializer.SerializeToElement(fields)));
        }
        output.Flush();
        return bytes.ToArray();
    }

    /// <summary>Writes a string field.</summary>
    public static void WriteText(CodedOutputStream output, int number, string text)
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    /// <summary>Writes a field of bytes, or of an inner message.</summary>
    public static void WriteBytes(CodedOutputStream output, int number, ReadOnlySpan<byte> bytes)
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static bool Has(Message message, string name) =>
        message.Fields.ContainsKey(name) || message.Inlined.Any(inner => Has(MessageTable.Of(inner.Type), name));

    // The API server writes fields by their numbers.
    private static IEnumerable<JsonProperty> Ordered(Message message, JsonElement json) => json.EnumerateObject()
        .Where(property => property.Value.ValueKind is not JsonValueKind.Null)
        .OrderBy(property => message.Fields.TryGetValue(property.Name, out var field) ? field.Number : 0);

    private static void WriteField(CodedOutputStream output, Field field, JsonElement json)
    {
        switch (field.Shape)
        {
            case Shape.One:
                WriteValue(output, field.Number, field.Type, json);
                break;
            case Shape.List:
                foreach (var item in json.EnumerateArray())
                {
                    WriteValue(output, field.Number, field.Type, item);
                }
                break;
            default:
                foreach (var entry in json.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal))
                {
                    WriteBytes(output, field.Number, Inner(inner =>
                    {
                        WriteText(inner, 1, entry.Name);
                        WriteValue(inner, 2, field.Type, entry.Value);
                    }));
                }
                break;
        }
    }

    private static void WriteValue(CodedOutputStream output, int number, string type, JsonElement json)
    {
        switch (type)
        {
            case "":
                WriteText(output, number, json.GetString()!);
                break;
            case "int":
                WriteNumber(output, number, json.GetInt64());
                break;
            case "bool":
                WriteNumber(output, number, json.GetBoolean() ? 1 : 0);
                break;
            case "bytes":
                WriteBytes(output, number, json.GetBytesFromBase64());
                break;
            case "quantity":
                WriteBytes(output, number, Inner(inner => WriteText(inner, 1, json.GetString()!)));
                break;
            case "fieldsV1":
                WriteBytes(output, number, Inner(inner => WriteBytes(inner, 1, System.Text.Encoding.UTF8.GetBytes(json.GetRawText()))));
                break;
            case "time" or "microTime":
                WriteBytes(output, number, Inner(inner => WriteTime(inner, json.GetString()!, isPrecise: type is "microTime")));
                break;
            case "intOrString":
                WriteBytes(output, number, Inner(inner => WriteIntOrString(inner, json)));
                break;
            default:
                WriteBytes(output, number, Write(MessageTable.Of(type), json));
                break;
        }
    }

    private static void WriteNumber(CodedOutputStream output, int number, long value)
    {
        output.WriteTag(number, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void WriteTime(CodedOutputStream output, string text, bool isPrecise)
    {
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        WriteNumber(output, 1, time.ToUnixTimeSeconds());
        WriteNumber(output, 2, isPrecise ? time.Ticks % TimeSpan.TicksPerSecond * TicksOfNanosecond : 0);
    }

    private static void WriteIntOrString(CodedOutputStream output, JsonElement json)
    {
        var isText = json.ValueKind is JsonValueKind.String;
        WriteNumber(output, 1, isText ? 1 : 0);
        WriteNumber(output, 2, isText ? 0 : json.GetInt32());
        WriteText(output, 3, isText ? json.GetString()! : "");
    }

    private static byte[] Inner(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes, leaveOpen: true);
        write(output);
        output.Flush();
        return bytes.ToArray();
    }
}
