using System.Buffers;
using System.Text.Json.Nodes;
using Traceboard.Simulation.Kubernetes.Encoding;

namespace Traceboard.Simulation.Kubernetes;

/// <summary><c>application/vnd.kubernetes.protobuf</c>: the frame of a list is written around the messages of its items as they go, so that no list is held whole.</summary>
internal sealed class ProtobufEncoding : WireEncoding
{
    private const byte First = 0x0A;
    private const byte Second = 0x12;

    public override string ContentType => KubernetesProtobuf.MediaType;

    public override string WatchContentType => KubernetesProtobuf.WatchMediaType;

    public override long ListLength(IReadOnlyList<StoredObject> items) => items.Sum(Framed) + 200;

    public override IEnumerable<Action<IBufferWriter<byte>>> List(KubernetesResource resource, JsonObject metadata, IReadOnlyList<StoredObject> items)
    {
        var meta = KubernetesProtobuf.EncodeBody("ListMeta", metadata);
        var length = 1 + VarintLength(meta.Length) + meta.Length + items.Sum(Framed);
        yield return output =>
        {
            output.Write("k8s\0"u8);
            WriteTypeMeta(output, resource.ApiVersion, resource.Kind + "List");
            WriteHead(output, Second, length);
            WriteHead(output, First, meta.Length);
            output.Write(meta);
        };
        foreach (var item in items)
        {
            yield return output =>
            {
                WriteHead(output, Second, item.ProtobufLength);
                item.WriteProtobuf(output);
            };
        }
    }

    public override void Object(StoredObject stored, IBufferWriter<byte> output)
    {
        output.Write("k8s\0"u8);
        WriteTypeMeta(output, stored.Resource.ApiVersion, stored.Resource.Kind);
        WriteHead(output, Second, stored.ProtobufLength);
        stored.WriteProtobuf(output);
    }

    public override void Event(string type, StoredObject stored, IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>(stored.ProtobufLength);
        stored.WriteProtobuf(body);
        output.Write(KubernetesProtobuf.EncodeEvent(type, stored.Resource.ApiVersion, stored.Resource.Kind, body.WrittenSpan.ToArray()));
    }

    public override void Event(string type, JsonObject node, IBufferWriter<byte> output) => output.Write(KubernetesProtobuf.EncodeEvent(type, node));

    public override void Status(KubernetesStatus status, IBufferWriter<byte> output) => output.Write(KubernetesProtobuf.Encode(status.ToNode()));

    /// <summary>A length that says ten bytes, and ten that are no message.</summary>
    public override void Garbage(IBufferWriter<byte> output) => output.Write<byte>([0, 0, 0, 10, .. "not k8s..."u8]);

    private static long Framed(StoredObject item) => 1 + VarintLength(item.ProtobufLength) + item.ProtobufLength;

    private static void WriteTypeMeta(IBufferWriter<byte> output, string apiVersion, string kind)
    {
        var (version, name) = (System.Text.Encoding.UTF8.GetBytes(apiVersion), System.Text.Encoding.UTF8.GetBytes(kind));
        WriteHead(output, First, 4 + version.Length + name.Length);
        WriteHead(output, First, version.Length);
        output.Write(version);
        WriteHead(output, Second, name.Length);
        output.Write(name);
    }

    private static void WriteHead(IBufferWriter<byte> output, byte tag, long length)
    {
        var span = output.GetSpan(11);
        var written = 0;
        span[written++] = tag;
        for (; length > 0x7F; length >>= 7)
            span[written++] = (byte)(length | 0x80);
        span[written++] = (byte)length;
        output.Advance(written);
    }

    private static int VarintLength(long value)
    {
        var length = 1;
        for (; value > 0x7F; value >>= 7)
            length++;
        return length;
    }
}
