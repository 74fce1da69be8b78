using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>Answers a list: all pages of one list come from the snapshot of its first page.</summary>
internal sealed class ListAnswer(ObjectStore store)
{
    private const int CompressedFrom = 128 * 1024;
    private const int Chunk = 64 * 1024;

    /// <summary>Writes the page, or returns why not.</summary>
    public async Task<KubernetesStatus?> WriteAsync(HttpContext context, ClusterRequest request, WireEncoding encoding)
    {
        var query = context.Request.Query;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var token = query["continue"].ToString();
        StoreSnapshot snapshot;
        var after = "";
        if (token.Length > 0)
        {
            if (ContinueToken.TryParse(token) is not { } position)
                return KubernetesStatus.OfCode(400, null, "continue");
            if (store.KeptForPaging(position.Version, request.Resource) is not { } kept)
                return KubernetesStatus.Expired("The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.");
            (snapshot, after) = (kept, position.After);
        }
        else
        {
            snapshot = store.Snapshot(request.Resource);
            if (long.TryParse(query["resourceVersion"], CultureInfo.InvariantCulture, out var version) && version > snapshot.Version)
                return KubernetesStatus.OfCode(504, 1, "");
        }

        var (items, left) = Page(snapshot, request, after, limit);
        var metadata = new JsonObject { ["resourceVersion"] = snapshot.Version.ToString(CultureInfo.InvariantCulture) };
        if (left > 0)
        {
            store.KeepForPaging(snapshot, request.Resource);
            metadata["continue"] = new ContinueToken(snapshot.Version, items[^1].Key).ToString();
            metadata["remainingItemCount"] = left;
        }

        await WriteAsync(context, encoding, encoding.List(request.Resource, metadata, items), encoding.ListLength(items));
        return null;
    }

    private static (IReadOnlyList<StoredObject> Items, int Left) Page(StoreSnapshot snapshot, ClusterRequest request, string after, int limit)
    {
        var remaining = snapshot.Objects.Values
            .Where(item => request.Covers(item) && string.CompareOrdinal(item.Key, after) > 0)
            .ToList();
        return remaining.Count <= limit ? (remaining, 0) : (remaining[..limit], remaining.Count - limit);
    }

    private static async Task WriteAsync(HttpContext context, WireEncoding encoding, IEnumerable<Action<IBufferWriter<byte>>> parts, long length)
    {
        var response = context.Response;
        response.ContentType = encoding.ContentType;
        var compressed = length > CompressedFrom && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (compressed)
            response.Headers.ContentEncoding = "gzip";
        await using var output = compressed ? new GZipStream(response.Body, CompressionLevel.Fastest) : response.Body;
        var buffer = new ArrayBufferWriter<byte>(2 * Chunk);
        foreach (var part in parts)
        {
            part(buffer);
            if (buffer.WrittenCount < Chunk)
                continue;
            await output.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
