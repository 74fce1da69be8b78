using System.Text.Json;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Connection;

/// <summary>Reads a short JSON answer whole, within a size and a time.</summary>
internal static class SmallBody
{
    /// <summary>Reads the answer.</summary>
    /// <exception cref="ClusterException">It is longer, is no JSON, or breaks off.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(ClusterConnection connection, ApiResponse response, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = new byte[maxBytes];
            var length = await response.Body.ReadAtLeastAsync(bytes, maxBytes, throwOnEndOfStream: false, cancellationToken);
            return JsonDocument.Parse(bytes.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException fault)
        {
            throw Faults.Failed(connection.Server ?? "", new WireFormatException("no JSON", fault));
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw Faults.Failed(connection.Server ?? "", fault);
        }
    }
}
