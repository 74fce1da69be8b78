namespace Traceboard.Clusters.Wire;

/// <summary>
/// Decodes lists and watch streams of one collection, one object in memory at a time, from
/// <c>application/vnd.kubernetes.protobuf</c> or <c>application/json</c>. Only the fields of
/// <see cref="KubernetesObject"/> are materialised. Anything it cannot read is a <see cref="WireFormatException"/>:
/// it never skips an item silently.
/// </summary>
internal abstract class WireDecoder
{
    /// <summary>Reads one page of a list, calling <paramref name="onItem"/> for each object in order.</summary>
    /// <exception cref="WireFormatException">The body is cut, malformed, too large, or of another kind.</exception>
    public abstract Task<ListMetadata> ReadListAsync(Stream body, Action<KubernetesObject> onItem, CancellationToken cancellationToken);

    /// <summary>
    /// Reads watch events until the server ends the stream. A clean end between two events ends the enumeration,
    /// also when there was none; an end within an event is a <see cref="WireFormatException"/>.
    /// </summary>
    public abstract IAsyncEnumerable<WatchEvent> ReadWatchAsync(Stream body, CancellationToken cancellationToken);

    /// <summary>Reads a <c>Status</c> body of a refused request, or null where it is none.</summary>
    public abstract ApiStatus? TryReadStatus(ReadOnlySpan<byte> body);
}

/// <summary>What a list says of itself.</summary>
/// <param name="ResourceVersion">Version to watch from.</param>
/// <param name="Continue">Token of the next page, or null at the end.</param>
internal sealed record ListMetadata(string ResourceVersion, string? Continue);

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object of Added, Modified and Deleted.</param>
/// <param name="ResourceVersion">Version to resume from after this event; empty for Error.</param>
/// <param name="Status">The status of an Error.</param>
/// <param name="EndsInitialEvents">A bookmark with the annotation <c>k8s.io/initial-events-end</c>.</param>
internal sealed record WatchEvent(WatchEventType Type, KubernetesObject? Object, string ResourceVersion, ApiStatus? Status = null, bool EndsInitialEvents = false);

/// <summary>A Kubernetes <c>Status</c>: the answer that something failed.</summary>
internal sealed record ApiStatus(int Code, string Reason, string Message, int? RetryAfterSeconds = null, IReadOnlyList<string>? Causes = null);

/// <summary>The bytes are not what the API promises. The watch is dirty: relist.</summary>
internal sealed class WireFormatException : Exception
{
    public WireFormatException(string message) : base(message) { }

    public WireFormatException(string message, Exception inner) : base(message, inner) { }
}
