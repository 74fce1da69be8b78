using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Traceboard.Simulation.Kubernetes.Encoding;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>
/// Many pods that differ only in name, UID, owner and version: one rendering is shared, and each pod is its few own bytes,
/// all of a fixed width, written over it. So 20,000 pods of 11 KB cost the memory of one.
/// </summary>
internal sealed class BulkPods
{
    private const string NameMark = "nnnnnnnnnnnn-00000000";
    private const string UidMark = "00000000-1111-2222-3333-444444444444";
    private const string VersionMark = "9876543";
    private readonly JsonObject _pattern;
    private readonly byte[] _json;
    private readonly Lazy<byte[]> _protobuf;

    public BulkPods(JsonObject pattern)
    {
        _pattern = pattern;
        _json = JsonSerializer.SerializeToUtf8Bytes(Untyped(pattern));
        _protobuf = new Lazy<byte[]>(() => KubernetesProtobuf.EncodeBody("Pod", pattern));
    }

    public static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"bulk-{index % 500:0000000}-{index:00000000}");

    /// <summary>A pod of about this many bytes of JSON, to be filled in.</summary>
    public static JsonObject Pattern(string @namespace, string image, int bytes, DateTimeOffset createdAt)
    {
        var definition = new WorkloadDefinition { Namespace = @namespace, Name = "bulk", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app.kubernetes.io/name"] = "bulk" }, Containers = [new("app", image)] };
        var pod = Manifests.Pod(@namespace, NameMark, Manifests.Template(definition), owner: null, Manifests.TemplateHashLabel, "6c5f8d9b7");
        var metadata = pod["metadata"]!.AsObject();
        metadata["uid"] = UidMark;
        metadata["resourceVersion"] = VersionMark;
        metadata["creationTimestamp"] = KubernetesTime.Format(createdAt);
        PodStatus.SetRunning(pod, ready: true, createdAt, Seeded.Digest);
        var missing = bytes - JsonSerializer.SerializeToUtf8Bytes(pod).Length;
        if (missing > 0)
            pod["spec"]!["containers"]![0]!["env"]!.AsArray().Add(new JsonObject { ["name"] = "FILLER", ["value"] = Filler(missing) });
        return pod;
    }

    public StoredObject Make(int index, long version) => new BulkPod(this, (string)_pattern["metadata"]!["namespace"]!, index, version);

    private static string Filler(int length)
    {
        var text = new StringBuilder(length + 64);
        for (var part = 0; text.Length < length; part++)
            text.Append(Seeded.Hex($"filler/{part}", 24)).Append(" some words that a configuration repeats, ");
        return text.ToString(0, length);
    }

    private static JsonObject Untyped(JsonObject pod)
    {
        var node = pod.DeepClone().AsObject();
        node.Remove("kind");
        node.Remove("apiVersion");
        return node;
    }

    private static void Fill(Span<byte> rendered, ReadOnlySpan<byte> mark, string value)
    {
        for (var at = rendered.IndexOf(mark); at >= 0; at = rendered.IndexOf(mark))
            System.Text.Encoding.ASCII.GetBytes(value, rendered[at..]);
    }

    private sealed class BulkPod(BulkPods shared, string @namespace, int index, long version) : StoredObject(KubernetesResource.Pods, @namespace, NameOf(index), version)
    {
        public override int JsonLength => shared._json.Length;

        public override void WriteJson(IBufferWriter<byte> output) => Write(shared._json, output);

        public override int ProtobufLength => shared._protobuf.Value.Length;

        public override void WriteProtobuf(IBufferWriter<byte> output) => Write(shared._protobuf.Value, output);

        public override JsonObject ToNode()
        {
            var rendered = new ArrayBufferWriter<byte>(JsonLength + 64);
            WriteTypedJson(rendered);
            return JsonNode.Parse(rendered.WrittenSpan)!.AsObject();
        }

        private void Write(byte[] rendered, IBufferWriter<byte> output)
        {
            var own = output.GetSpan(rendered.Length)[..rendered.Length];
            rendered.CopyTo(own);
            Fill(own, System.Text.Encoding.ASCII.GetBytes(NameMark), Name);
            Fill(own, System.Text.Encoding.ASCII.GetBytes(UidMark), Seeded.Uid($"bulk/{index}"));
            Fill(own, System.Text.Encoding.ASCII.GetBytes(VersionMark), Version.ToString(CultureInfo.InvariantCulture));
            output.Advance(rendered.Length);
        }
    }
}
