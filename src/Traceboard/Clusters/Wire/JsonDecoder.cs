using System.Runtime.CompilerServices;

namespace Traceboard.Clusters.Wire;

/// <summary>Decodes <c>application/json</c>: lists, and watch events of one line each.</summary>
internal sealed class JsonDecoder(Resource resource, StringPool pool, KeptKeys kept) : WireDecoder
{
    private const char Encoding = 'j';

    // An event is its object and a few words around it.
    private const int LargestLine = WireLimits.Object + 1024;

    public override async Task<ListMetadata> ReadListAsync(Stream body, Action<KubernetesObject> onItem, CancellationToken cancellationToken)
    {
        using var buffer = new WireBuffer(body, WireLimits.Object, WireLimits.Page);
        using var draft = new ObjectDraft(resource, pool, kept, Encoding);
        var list = new JsonListReader(draft, onItem);
        var wanted = WireLimits.FillBeforeParsing;
        while (true)
        {
            await buffer.FillAsync(wanted, cancellationToken);
            buffer.Advance(list.Read(buffer.Unread));
            if (buffer.Ended)
            {
                return list.Metadata;
            }
            // An item that did not fit is parsed again, so double the bytes that this happens but few times.
            var held = buffer.Unread.Length;
            wanted = Math.Max(WireLimits.FillBeforeParsing, held < WireLimits.Object ? Math.Min(held * 2, WireLimits.Object) : held + 1);
        }
    }

    public override async IAsyncEnumerable<WatchEvent> ReadWatchAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var buffer = new WireBuffer(body, LargestLine, long.MaxValue);
        using var draft = new ObjectDraft(resource, pool, kept, Encoding);
        var searched = 0;
        while (true)
        {
            var length = buffer.Unread[searched..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                var told = JsonEventReader.Read(buffer.Unread[..length], draft);
                buffer.Advance(length + 1);
                searched = 0;
                if (told is not null)
                {
                    yield return told;
                }
                continue;
            }
            searched = buffer.Unread.Length;
            if (!await buffer.FillAsync(searched + 1, cancellationToken))
            {
                break;
            }
        }
        if (JsonEventReader.Read(buffer.Unread, draft) is { } last)
        {
            yield return last;
        }
    }

    public override ApiStatus? TryReadStatus(ReadOnlySpan<byte> body) => StatusBody.TryRead(body);
}
