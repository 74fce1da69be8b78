using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace Traceboard.Simulation.Kubernetes.Encoding;

/// <summary>
/// Encodes Kubernetes objects, given as JSON, the way an API server answers <c>application/vnd.kubernetes.protobuf</c>:
/// pods, namespaces, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs, their lists, and Status. A field
/// that protobuf does not have is a <see cref="NotSupportedException"/>, so nothing is lost in silence.
/// </summary>
public static class KubernetesProtobuf
{
    /// <summary>Content type of objects and lists.</summary>
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    /// <summary>Content type of a watch.</summary>
    public const string WatchMediaType = "application/vnd.kubernetes.protobuf;stream=watch";

    /// <summary>An object or list with its <c>kind</c> and <c>apiVersion</c>, as a whole body.</summary>
    public static byte[] Encode(JsonElement json)
    {
        var kind = Text(json, "kind");
        return Envelope(Text(json, "apiVersion"), kind, EncodeBody(kind, json));
    }

    /// <inheritdoc cref="Encode(JsonElement)"/>
    public static byte[] Encode(JsonNode json) => Encode(JsonSerializer.SerializeToElement(json));

    /// <summary>The bare message of an object, to be put into lists and watch events; worth keeping.</summary>
    public static byte[] EncodeBody(string kind, JsonElement json) => MessageWriter.Write(MessageTable.Of(kind), json);

    /// <inheritdoc cref="EncodeBody(string, JsonElement)"/>
    public static byte[] EncodeBody(string kind, JsonNode json) => EncodeBody(kind, JsonSerializer.SerializeToElement(json));

    /// <summary>A list of objects that are bare messages already.</summary>
    /// <param name="apiVersion">Such as <c>apps/v1</c>.</param>
    /// <param name="kind">Kind of the list, such as <c>PodList</c>.</param>
    /// <param name="metadata">The list's metadata: <c>resourceVersion</c>, <c>continue</c>, <c>remainingItemCount</c>.</param>
    /// <param name="bodies">From <see cref="EncodeBody(string, JsonElement)"/>.</param>
    public static byte[] EncodeList(string apiVersion, string kind, JsonObject metadata, IEnumerable<byte[]> bodies)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes, leaveOpen: true);
        MessageWriter.WriteBytes(output, 1, EncodeBody("ListMeta", metadata));
        foreach (var body in bodies)
        {
            MessageWriter.WriteBytes(output, 2, body);
        }
        output.Flush();
        return Envelope(apiVersion, kind, bytes.ToArray());
    }

    /// <summary>One event of a watch, with the length before it.</summary>
    /// <param name="type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</param>
    /// <param name="json">The object, or for ERROR the Status, with its <c>kind</c> and <c>apiVersion</c>.</param>
    public static byte[] EncodeEvent(string type, JsonElement json) => EncodeEvent(type, Encode(json));

    /// <inheritdoc cref="EncodeEvent(string, JsonElement)"/>
    public static byte[] EncodeEvent(string type, JsonNode json) => EncodeEvent(type, Encode(json));

    /// <summary>One event of a watch, with the length before it, from a bare message.</summary>
    public static byte[] EncodeEvent(string type, string apiVersion, string kind, byte[] body) => EncodeEvent(type, Envelope(apiVersion, kind, body));

    private static byte[] EncodeEvent(string type, byte[] envelope)
    {
        var raw = Message(output => MessageWriter.WriteBytes(output, 1, envelope));
        var told = Message(output =>
        {
            MessageWriter.WriteText(output, 1, type);
            MessageWriter.WriteBytes(output, 2, raw);
        });
        var frame = new byte[sizeof(uint) + told.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)told.Length);
        told.CopyTo(frame, sizeof(uint));
        return frame;
    }

    private static byte[] Envelope(string apiVersion, string kind, byte[] body)
    {
        var typeMeta = Message(output =>
        {
            MessageWriter.WriteText(output, 1, apiVersion);
            MessageWriter.WriteText(output, 2, kind);
        });
        var unknown = Message(output =>
        {
            MessageWriter.WriteBytes(output, 1, typeMeta);
            MessageWriter.WriteBytes(output, 2, body);
            MessageWriter.WriteText(output, 3, "");
            MessageWriter.WriteText(output, 4, "");
        });
        return [.. "k8s\0"u8, .. unknown];
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes, leaveOpen: true);
        write(output);
        output.Flush();
        return bytes.ToArray();
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text
            ? text
            : throw new NotSupportedException($"The object has no {name}.");
}
