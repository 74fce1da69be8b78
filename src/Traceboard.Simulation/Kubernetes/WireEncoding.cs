using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>How objects travel.</summary>
internal abstract class WireEncoding
{
    public static WireEncoding Json { get; } = new JsonEncoding();

    public abstract string ContentType { get; }

    public virtual string WatchContentType => ContentType;

    /// <summary>Length of the list in bytes, at least roughly: decides about compression.</summary>
    public abstract long ListLength(IReadOnlyList<StoredObject> items);

    /// <summary>The list in parts: each is written on its own, so a long list is never held whole.</summary>
    public abstract IEnumerable<Action<IBufferWriter<byte>>> List(KubernetesResource resource, JsonObject metadata, IReadOnlyList<StoredObject> items);

    public abstract void Object(StoredObject stored, IBufferWriter<byte> output);

    public abstract void Event(string type, StoredObject stored, IBufferWriter<byte> output);

    /// <summary>An event whose object is no stored one: a bookmark or an error.</summary>
    public abstract void Event(string type, JsonObject node, IBufferWriter<byte> output);

    public abstract void Status(KubernetesStatus status, IBufferWriter<byte> output);

    /// <summary>Bytes that no decoder may accept as an event.</summary>
    public abstract void Garbage(IBufferWriter<byte> output);

    private sealed class JsonEncoding : WireEncoding
    {
        public override string ContentType => "application/json";

        public override long ListLength(IReadOnlyList<StoredObject> items) => items.Sum(item => (long)item.JsonLength + 1) + 200;

        public override IEnumerable<Action<IBufferWriter<byte>>> List(KubernetesResource resource, JsonObject metadata, IReadOnlyList<StoredObject> items)
        {
            yield return output => Text(output, $"{{\"kind\":\"{resource.Kind}List\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":[");
            for (var index = 0; index < items.Count; index++)
            {
                var (item, separated) = (items[index], index > 0);
                yield return output =>
                {
                    if (separated)
                        output.Write(","u8);
                    item.WriteJson(output);
                };
            }

            yield return output => output.Write("]}\n"u8);
        }

        public override void Object(StoredObject stored, IBufferWriter<byte> output) => stored.WriteTypedJson(output);

        public override void Event(string type, StoredObject stored, IBufferWriter<byte> output)
        {
            Text(output, $"{{\"type\":\"{type}\",\"object\":");
            stored.WriteTypedJson(output);
            output.Write("}\n"u8);
        }

        public override void Event(string type, JsonObject node, IBufferWriter<byte> output)
        {
            Text(output, $"{{\"type\":\"{type}\",\"object\":");
            output.Write(JsonSerializer.SerializeToUtf8Bytes(node));
            output.Write("}\n"u8);
        }

        public override void Status(KubernetesStatus status, IBufferWriter<byte> output) =>
            output.Write(JsonSerializer.SerializeToUtf8Bytes(status.ToNode()));

        public override void Garbage(IBufferWriter<byte> output) => output.Write("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Po\n"u8);

        private static void Text(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
    }
}
