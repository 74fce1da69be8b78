using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Traceboard.Clusters.Wire;

/// <summary>
/// Decodes <c>application/vnd.kubernetes.protobuf</c>: lists, and watch events of one length-prefixed frame each.
/// </summary>
internal sealed class ProtobufDecoder(Resource resource, StringPool pool, KeptKeys kept) : WireDecoder
{
    private const char Encoding = 'p';
    private const int Prefix = 4;

    // An event is its object and a few words around it.
    private const int LargestFrame = WireLimits.Object + 1024;

    public override async Task<ListMetadata> ReadListAsync(Stream body, Action<KubernetesObject> onItem, CancellationToken cancellationToken)
    {
        using var buffer = new WireBuffer(body, WireLimits.Object, WireLimits.Page);
        using var draft = new ObjectDraft(resource, pool, kept, Encoding);
        var list = new ProtobufListReader(draft, onItem);
        while (await buffer.FillAsync(Math.Max(list.Needed, WireLimits.FillBeforeParsing), cancellationToken) || buffer.Unread.Length >= list.Needed)
        {
            buffer.Advance(list.Read(buffer.Unread));
        }
        return list.End(buffer.Unread.Length);
    }

    public override async IAsyncEnumerable<WatchEvent> ReadWatchAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var buffer = new WireBuffer(body, LargestFrame + Prefix, long.MaxValue);
        using var draft = new ObjectDraft(resource, pool, kept, Encoding);
        while (true)
        {
            await buffer.FillAsync(Prefix, cancellationToken);
            if (buffer.Unread.Length == 0)
            {
                yield break;
            }
            var frame = buffer.Unread.Length < Prefix ? 0 : BinaryPrimitives.ReadUInt32BigEndian(buffer.Unread);
            if (frame > LargestFrame)
            {
                throw new WireFormatException($"A watch event is larger than {WireLimits.Object >> 20} MiB.");
            }
            var whole = Prefix + (int)frame;
            await buffer.FillAsync(whole, cancellationToken);
            if (buffer.Unread.Length < whole)
            {
                throw new WireFormatException("A watch event is cut off.");
            }
            var told = ReadEvent(buffer.Unread[Prefix..whole], draft);
            buffer.Advance(whole);
            yield return told;
        }
    }

    public override ApiStatus? TryReadStatus(ReadOnlySpan<byte> body) => StatusBody.TryRead(body);

    private static WatchEvent ReadEvent(ReadOnlySpan<byte> frame, ObjectDraft draft)
    {
        WatchEventType? type = null;
        ReadOnlySpan<byte> envelope = default;
        var reader = new ProtobufReader(frame);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    type = WatchEventTypes.Parse(reader.Bytes());
                    break;
                case 2:
                    envelope = ReadRaw(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (type is not { } known)
        {
            throw new WireFormatException("A frame of the watch is not an event.");
        }
        var raw = ProtobufEnvelope.Open(envelope, out var kind);
        if (known is WatchEventType.Error)
        {
            return WatchEventTypes.Error(kind.SequenceEqual("Status"u8) ? ProtobufStatusReader.Read(raw) : null);
        }
        if (!draft.Resource.IsKind(kind))
        {
            throw new WireFormatException($"An object of another kind came where a {draft.Resource.Kind()} was asked for.");
        }
        ProtobufObjectReader.Read(raw, draft);
        return WatchEventTypes.Event(known, draft);
    }

    private static ReadOnlySpan<byte> ReadRaw(ReadOnlySpan<byte> message)
    {
        ProtobufObjectReader.ReadEntry(message, out var raw, out _);
        return raw;
    }
}
