using System.Runtime.CompilerServices;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Watching;

/// <summary>Makes the decoder for a collection in a media type, or throws a <see cref="WireFormatException"/>.</summary>
internal delegate WireDecoder OpenDecoder(Resource resource, string? mediaType);

/// <summary>A whole collection at one version.</summary>
/// <param name="Items">Every object.</param>
/// <param name="Version">The version they all are of.</param>
/// <param name="ProvenAt">When the first page came, by our clock; later pages are of that same moment.</param>
internal sealed record ListedCollection(IReadOnlyList<KubernetesObject> Items, string Version, DateTimeOffset ProvenAt);

/// <summary>Lists and watches one collection over the connection. Everything that fails is a <see cref="ClusterException"/>.</summary>
internal sealed class CollectionReader(ClusterConnection connection, WatchedResource resource, OpenDecoder open, TimeProvider time)
{
    private const int PageSize = 500;
    private const int MaxRestarts = 3;
    private const int MaxObjects = 1_000_000;
    private const int MaxPages = 100_000;

    /// <summary>
    /// Reads a consistent list of any size. A continue token that expires on the way starts it over, at most three
    /// times; a part of a list is never returned.
    /// </summary>
    public async Task<ListedCollection> ListAsync(CancellationToken cancellationToken)
    {
        for (var restarts = 0; ; restarts++)
        {
            try
            {
                return await ListOnceAsync(cancellationToken);
            }
            catch (ClusterException fault) when (fault.Fault == ClusterFault.Expired && restarts < MaxRestarts)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>
    /// Reads events until the server ends the stream well. An error within the stream, bytes that cannot be decoded,
    /// a broken connection and 85 silent seconds are exceptions.
    /// </summary>
    /// <param name="version">The version to go on from.</param>
    /// <param name="timeoutSeconds">When the server shall end the stream.</param>
    /// <param name="opened">Called when the server has accepted the watch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(string version, int timeoutSeconds, Action opened, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = $"watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version)}&timeoutSeconds={timeoutSeconds}";
        await using var response = await SendAsync("watch", query, cancellationToken);
        opened();
        using var deadMan = new DeadMan(time, cancellationToken);
        var decoder = await GuardAsync(deadMan, () => Task.FromResult(open(resource.Resource, response.MediaType)), cancellationToken);
        await using var events = decoder.ReadWatchAsync(deadMan.Listen(response.Body), deadMan.Token).GetAsyncEnumerator(deadMan.Token);
        while (await GuardAsync(deadMan, () => events.MoveNextAsync().AsTask(), cancellationToken))
        {
            if (events.Current is { Type: WatchEventType.Error } error)
                throw Faults.Refused(connection.Server ?? "", "watch", resource.Subject, error.Status?.Code ?? 0, error.Status, retryAfter: null);
            yield return events.Current;
        }
    }

    private async Task<ListedCollection> ListOnceAsync(CancellationToken cancellationToken)
    {
        var items = new List<KubernetesObject>();
        string? token = null;
        ListMetadata? first = null;
        var provenAt = time.GetUtcNow();
        for (var pages = 1; ; pages++)
        {
            var query = $"limit={PageSize}" + (token is null ? "" : $"&continue={Uri.EscapeDataString(token)}");
            await using var response = await SendAsync("list", query, cancellationToken);
            if (first is null)
                provenAt = time.GetUtcNow();
            using var deadMan = new DeadMan(time, cancellationToken);
            var page = await GuardAsync(deadMan, () => open(resource.Resource, response.MediaType).ReadListAsync(deadMan.Listen(response.Body), items.Add, deadMan.Token), cancellationToken);
            first ??= page;
            token = page.Continue;
            if (string.IsNullOrEmpty(token))
                return new ListedCollection(items, first.ResourceVersion, provenAt);
            if (items.Count > MaxObjects || pages > MaxPages)
                throw new ClusterException(ClusterFault.Undecodable, $"{connection.Server} lists {resource.Subject} without end: check what answers there.");
        }
    }

    private Task<ApiResponse> SendAsync(string verb, string query, CancellationToken cancellationToken) =>
        connection.SendAsync(new ApiRequest($"{resource.Path}?{query}", verb, resource.Subject, ApiRequest.ProtobufFirst), cancellationToken);

    private async Task<T> GuardAsync<T>(DeadMan deadMan, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (OperationCanceledException) when (deadMan.Fired && !cancellationToken.IsCancellationRequested)
        {
            connection.Renew();
            throw new ClusterException(ClusterFault.Unreachable, $"{connection.Server} fell silent while {resource.Subject} were read: the connection was given up and is opened anew.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is IOException or HttpRequestException or WireFormatException)
        {
            throw Faults.Failed(connection.Server ?? "", fault);
        }
    }
}
