using System.Buffers;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>How objects travel.</summary>
internal abstract class WireEncoding
{
    public static WireEncoding Json { get; } = new JsonEncoding();

    public static WireEncoding Protobuf { get; } = new ProtobufEncoding();

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
}
