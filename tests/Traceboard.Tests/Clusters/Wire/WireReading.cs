using System.Text;
using Traceboard.Clusters.Wire;

namespace Traceboard.Tests.Clusters.Wire;

/// <summary>Reads bodies in the ways a network may deliver them.</summary>
internal static class WireReading
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";
    public const string ProtobufWatch = "application/vnd.kubernetes.protobuf;stream=watch";
    public const string Json = "application/json";

    public static readonly KeptKeys Kept = new(
        new HashSet<string>(StringComparer.Ordinal) { "app", "team", "app.kubernetes.io/name" },
        new HashSet<string>(StringComparer.Ordinal) { "traceboard.io/commit" });

    public static WireDecoder Decoder(Resource resource, string mediaType, StringPool? pool = null) =>
        WireDecoders.For(resource, mediaType, pool ?? new StringPool(), Kept);

    public static async Task<(ListMetadata Metadata, List<KubernetesObject> Items)> ListAsync(
        Resource resource, string mediaType, Stream body, StringPool? pool = null)
    {
        List<KubernetesObject> items = [];
        var metadata = await Decoder(resource, mediaType, pool).ReadListAsync(body, items.Add, TestContext.Current.CancellationToken);
        return (metadata, items);
    }

    public static Task<(ListMetadata Metadata, List<KubernetesObject> Items)> ListAsync(Resource resource, string mediaType, byte[] body, int chunk = int.MaxValue) =>
        ListAsync(resource, mediaType, new ChunkedStream(body, chunk));

    public static async Task<List<WatchEvent>> WatchAsync(Resource resource, string mediaType, byte[] body, int chunk = int.MaxValue)
    {
        List<WatchEvent> events = [];
        await using var stream = new ChunkedStream(body, chunk);
        await foreach (var told in Decoder(resource, mediaType).ReadWatchAsync(stream, TestContext.Current.CancellationToken))
        {
            events.Add(told);
        }
        return events;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Everything an object holds, as text that can be compared and searched.</summary>
    public static string Print(KubernetesObject item) => System.Text.Json.JsonSerializer.Serialize<object>(item);

    public static string Print(WatchEvent told) =>
        $"{told.Type} {told.ResourceVersion} {told.EndsInitialEvents} {(told.Object is null ? "" : Print(told.Object))} {System.Text.Json.JsonSerializer.Serialize(told.Status)}";

    public static string Print((ListMetadata Metadata, List<KubernetesObject> Items) list) =>
        $"{list.Metadata}\n{string.Join('\n', list.Items.Select(Print))}";
}
