using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Traceboard.Simulation.Kubernetes.Encoding;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>One version of an object, never changed once stored; its bytes are made once and shared by all answers.</summary>
internal abstract class StoredObject(KubernetesResource resource, string @namespace, string name, long version)
{
    public KubernetesResource Resource { get; } = resource;
    public string Namespace { get; } = @namespace;
    public string Name { get; } = name;
    public long Version { get; } = version;
    public string Key => KeyOf(Namespace, Name);

    public static string KeyOf(string @namespace, string name) => @namespace + "/" + name;

    /// <summary>The object as its own JSON tree; the caller may change it.</summary>
    public abstract JsonObject ToNode();

    /// <summary>Length of <see cref="WriteJson"/> in bytes.</summary>
    public abstract int JsonLength { get; }

    /// <summary>Writes the JSON without <c>kind</c> and <c>apiVersion</c>, as lists hold it.</summary>
    public abstract void WriteJson(IBufferWriter<byte> output);

    /// <summary>Length of <see cref="WriteProtobuf"/> in bytes.</summary>
    public abstract int ProtobufLength { get; }

    /// <summary>Writes the bare protobuf message, as lists and watch events hold it.</summary>
    public abstract void WriteProtobuf(IBufferWriter<byte> output);

    /// <summary>Writes the JSON with <c>kind</c> and <c>apiVersion</c>, as single answers and watch events hold it.</summary>
    public void WriteTypedJson(IBufferWriter<byte> output)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"kind\":\"{Resource.Kind}\",\"apiVersion\":\"{Resource.ApiVersion}\","));
        var untyped = new ArrayBufferWriter<byte>(JsonLength);
        WriteJson(untyped);
        output.Write(untyped.WrittenSpan[1..]);
    }
}

/// <summary>An object that is kept as a JSON tree.</summary>
internal sealed class NodeObject : StoredObject
{
    private readonly JsonObject _node;
    private readonly byte[] _json;
    private readonly Lazy<byte[]> _protobuf;

    /// <summary>Takes over a tree.</summary>
    /// <param name="resource">Its collection.</param>
    /// <param name="namespace">Its namespace, or empty.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its resource version.</param>
    /// <param name="node">The whole object; belongs to this version from now on.</param>
    public NodeObject(KubernetesResource resource, string @namespace, string name, long version, JsonObject node)
        : base(resource, @namespace, name, version)
    {
        node.Remove("kind");
        node.Remove("apiVersion");
        _node = node;
        _json = JsonSerializer.SerializeToUtf8Bytes(node);
        _protobuf = new Lazy<byte[]>(() =>
        {
            using var document = JsonDocument.Parse(_json);
            return KubernetesProtobuf.EncodeBody(resource.Kind, document.RootElement);
        });
    }

    public override int JsonLength => _json.Length;

    public override void WriteJson(IBufferWriter<byte> output) => output.Write(_json);

    public override int ProtobufLength => _protobuf.Value.Length;

    public override void WriteProtobuf(IBufferWriter<byte> output) => output.Write(_protobuf.Value);

    public override JsonObject ToNode()
    {
        var node = _node.DeepClone().AsObject();
        node.Insert(0, "apiVersion", Resource.ApiVersion);
        node.Insert(0, "kind", Resource.Kind);
        return node;
    }

    /// <summary>For reading only: the stored tree itself.</summary>
    internal JsonObject Peek() => _node;
}
