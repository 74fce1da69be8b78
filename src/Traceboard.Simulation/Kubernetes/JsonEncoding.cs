using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary><c>application/json</c>: a list, or one event a line.</summary>
internal sealed class JsonEncoding : WireEncoding
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

    private static void Text(IBufferWriter<byte> output, string text) => System.Text.Encoding.UTF8.GetBytes(text, output);
}
