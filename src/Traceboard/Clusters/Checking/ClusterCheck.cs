using System.Text.Json;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Observing;
using Traceboard.Clusters.Watching;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Checking;

/// <summary>Tries one cluster: reach it, identify it, and see that it grants what is needed and nothing else.</summary>
internal sealed class ClusterCheck(ClusterOptions options, Surroundings surroundings, TimeProvider time) : IDisposable
{
    private const int MaxBody = 1 << 20;
    private readonly string _subject = options.Name == ConfiguredClusters.Nameless ? options.Name : $"cluster {options.Name}";
    private readonly ClusterConnection _connection = new(options, surroundings, ReadStatus, time);

    public Check Check => new(_subject, "check the API server, firewalls and the server address", TryAsync) { Where = () => _connection.Server };

    public void Dispose() => _connection.Dispose();

    private async Task<IReadOnlyList<CheckResult>> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(_connection, cancellationToken);
        }
        catch (ClusterException fault)
        {
            return [Bad(fault.Message)];
        }
    }

    private async Task<IReadOnlyList<CheckResult>> TryAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var identity = await ClusterIdentification.ReadAsync(connection, options.Name, cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        var rights = await GrantedRights.ReadAsync(connection, cancellationToken);
        var lacking = (await Task.WhenAll(WatchedResource.All.Select(resource => LackingAsync(connection, resource, rights, cancellationToken)))).OfType<CheckResult>().ToList();
        var results = new List<CheckResult>();
        if (lacking.TrueForAll(line => !line.Message.StartsWith("pods ", StringComparison.Ordinal)))
            results.Add(new CheckResult(_subject, Ok: true, $"{connection.Server} answers{version}, UID {identity.Cluster.Uid}, pods can be listed and watched"));
        results.AddRange(connection.Problems.Select(Bad));
        if (identity.Problem is { } problem)
            results.Add(Bad(problem));
        results.AddRange(lacking);
        results.AddRange(rights.Superfluous.Select(right => new CheckResult(_subject, Ok: false,
            $"the credential may {right}, which Traceboard never does", "use a service account with list and watch on what is watched, and nothing else")));
        return results;
    }

    private async Task<CheckResult?> LackingAsync(ClusterConnection connection, WatchedResource resource, GrantedRights rights, CancellationToken cancellationToken)
    {
        var remedy = $"grant 'list' and 'watch' on {resource.Subject} in a ClusterRole";
        try
        {
            await using var list = await connection.SendAsync(new ApiRequest($"{resource.Path}?limit=1", "list", resource.Subject), cancellationToken);
            var mayWatch = rights.Grants("watch", resource.Group, resource.Plural) ?? await TryWatchAsync(connection, resource, cancellationToken);
            return mayWatch ? null : new CheckResult(_subject, Ok: false, $"{resource.Subject} may be listed but not watched (403)", remedy);
        }
        catch (ClusterException fault) when (fault.Fault == ClusterFault.Forbidden)
        {
            return new CheckResult(_subject, Ok: false, $"{resource.Subject} may not be listed (403): without it {resource.Loss}", remedy);
        }
        catch (ClusterException fault)
        {
            return new CheckResult(_subject, Ok: false, $"{resource.Subject} cannot be listed: {fault.Message}", "see what the message names");
        }
    }

    private static async Task<bool> TryWatchAsync(ClusterConnection connection, WatchedResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await using var watch = await connection.SendAsync(new ApiRequest($"{resource.Path}?watch=1&limit=1&timeoutSeconds=1", "watch", resource.Subject), cancellationToken);
            return true;
        }
        catch (ClusterException fault) when (fault.Fault == ClusterFault.Forbidden)
        {
            return false;
        }
    }

    private static async Task<string> VersionAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var response = await connection.SendAsync(new ApiRequest("version", "get", "the version"), cancellationToken);
            using var body = await SmallBody.ReadJsonAsync(connection, response, MaxBody, cancellationToken);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("gitVersion", out var version)
                && version.GetString() is { Length: > 0 and <= 60 } text && !text.Any(char.IsControl) ? $" ({text})" : "";
        }
        catch (ClusterException fault) when (fault.Fault is ClusterFault.Forbidden or ClusterFault.Absent)
        {
            // Nothing needs the version; it is only nice to see.
            return "";
        }
    }

    private CheckResult Bad(string message)
    {
        var colon = message.LastIndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new CheckResult(_subject, Ok: false, message) : new CheckResult(_subject, Ok: false, message[..colon], message[(colon + 2)..].TrimEnd('.'));
    }

    private static ApiStatus? ReadStatus(string? mediaType, ReadOnlySpan<byte> body)
    {
        try
        {
            return WireDecoders.For(Resource.Pods, mediaType, new StringPool(), new ServiceNaming(new()).Kept).TryReadStatus(body);
        }
        catch (WireFormatException)
        {
            // A refusal need not be a Status: a proxy may have sent it, and its code says enough.
            return null;
        }
    }
}
