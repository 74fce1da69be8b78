using System.Text.Json;
using Traceboard.Clusters.Connection;

namespace Traceboard.Clusters.Watching;

/// <summary>Which cluster answers.</summary>
/// <param name="Cluster">Its identity.</param>
/// <param name="Problem">What is wrong with that identity, in a line, or null.</param>
internal sealed record ClusterIdentification(ClusterIdentity Cluster, string? Problem)
{
    private const int MaxBody = 1 << 20;
    private const int MaxUid = 64;

    /// <summary>Reads the UID of <c>kube-system</c>; where that is forbidden or absent, a hash over address and CA stands in.</summary>
    /// <exception cref="ClusterException">The cluster cannot be reached or refuses us.</exception>
    public static async Task<ClusterIdentification> ReadAsync(ClusterConnection connection, string name, CancellationToken cancellationToken)
    {
        string why;
        try
        {
            if (await ReadUidAsync(connection, cancellationToken) is { } uid)
                return new(new ClusterIdentity(uid, name), Problem: null);
            why = "gave no UID";
        }
        catch (ClusterException fault) when (fault.Fault is ClusterFault.Forbidden or ClusterFault.Absent)
        {
            why = fault.Fault == ClusterFault.Forbidden ? "may not be read: grant 'get' on the namespace kube-system" : "does not exist";
        }

        var address = await connection.FingerprintAsync(cancellationToken);
        return new(new ClusterIdentity($"address-{address[..32]}", name),
            $"The cluster is told apart by its address, because the namespace kube-system {why}. Its history starts anew if the address or CA changes.");
    }

    private static async Task<string?> ReadUidAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var request = new ApiRequest("api/v1/namespaces/kube-system", "get", "the namespace kube-system");
        await using var response = await connection.SendAsync(request, cancellationToken);
        using var body = await SmallBody.ReadJsonAsync(connection, response, MaxBody, cancellationToken);
        return body.RootElement.ValueKind == JsonValueKind.Object
            && body.RootElement.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("uid", out var uid) && uid.ValueKind == JsonValueKind.String
            && uid.GetString() is { Length: > 0 and <= MaxUid } text ? text : null;
    }
}
