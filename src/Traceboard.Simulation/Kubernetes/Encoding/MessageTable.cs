using System.Collections.Frozen;

namespace Traceboard.Simulation.Kubernetes.Encoding;

/// <summary>
/// The messages of the Kubernetes API as they stand in protobuf. One message a line, further lines indented:
/// <c>Message: field=number:type</c>. No type is a string; <c>[]</c> before the type repeats it, <c>{}</c> maps strings
/// to it; a star before the field says that JSON has the fields of the inner message in place of it.
/// </summary>
internal static class MessageTable
{
    private static readonly FrozenDictionary<string, Message> Messages = Parse(
        string.Join('\n', MetaMessages.Table, CoreMessages.Table, AppsMessages.Table, BatchMessages.Table));

    public static Message Of(string name) =>
        Messages.TryGetValue(name, out var message) ? message : throw new NotSupportedException($"No protobuf message {name} is known.");

    private static FrozenDictionary<string, Message> Parse(string table)
    {
        var lines = table.Replace("\n  ", " ", StringComparison.Ordinal).Split('\n');
        return lines.Select(ParseMessage).ToFrozenDictionary(message => message.Name, StringComparer.Ordinal);
    }

    private static Message ParseMessage(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var fields = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseField).ToArray();
        return new Message(
            line[..colon],
            fields.Where(field => !field.IsInline).ToFrozenDictionary(field => field.Name, StringComparer.Ordinal),
            [.. fields.Where(field => field.IsInline)]);
    }

    private static Field ParseField(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var rest = text[(equals + 1)..].Split(':', 2);
        var type = rest.Length > 1 ? rest[1] : "";
        var shape = type.StartsWith("[]", StringComparison.Ordinal) ? Shape.List : type.StartsWith("{}", StringComparison.Ordinal) ? Shape.Map : Shape.One;
        var isInline = text[0] == '*';
        return new Field(
            isInline ? text[1..equals] : text[..equals],
            int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture),
            shape is Shape.One ? type : type[2..],
            shape,
            isInline);
    }
}

/// <summary>How often a field may stand.</summary>
internal enum Shape
{
    One,
    List,
    Map,
}

/// <summary>A field of a message; no type is a string.</summary>
internal sealed record Field(string Name, int Number, string Type, Shape Shape, bool IsInline);

/// <summary>A message: its fields by their names in JSON, and those whose own fields JSON has in their place.</summary>
internal sealed record Message(string Name, FrozenDictionary<string, Field> Fields, IReadOnlyList<Field> Inlined)
{
    /// <summary>True for what has a kind and a version of its own in JSON.</summary>
    public bool IsObject => Fields.TryGetValue("metadata", out var metadata) && metadata.Type is ("ObjectMeta" or "ListMeta");
}
