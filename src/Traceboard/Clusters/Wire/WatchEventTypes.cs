namespace Traceboard.Clusters.Wire;

/// <summary>The words of a watch, and the events they make.</summary>
internal static class WatchEventTypes
{
    /// <summary>The type of a word.</summary>
    /// <exception cref="WireFormatException">The word is none of them; null for none at all.</exception>
    public static WatchEventType? Parse(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("MODIFIED"u8) => WatchEventType.Modified,
        _ when type.SequenceEqual("ADDED"u8) => WatchEventType.Added,
        _ when type.SequenceEqual("DELETED"u8) => WatchEventType.Deleted,
        _ when type.SequenceEqual("BOOKMARK"u8) => WatchEventType.Bookmark,
        _ when type.SequenceEqual("ERROR"u8) => WatchEventType.Error,
        [] => null,
        _ => throw new WireFormatException("A watch event is of a type that does not exist."),
    };

    /// <summary>The event that ends a watch.</summary>
    /// <exception cref="WireFormatException">There is no status.</exception>
    public static WatchEvent Error(ApiStatus? status) => new(
        WatchEventType.Error, Object: null, ResourceVersion: "", status ?? throw new WireFormatException("A watch error came without a Status."));

    /// <summary>The event of what was gathered.</summary>
    /// <exception cref="WireFormatException">The object has no name, UID or resource version.</exception>
    public static WatchEvent Event(WatchEventType type, ObjectDraft draft)
    {
        var metadata = draft.Metadata;
        if (metadata.ResourceVersion.Length == 0)
        {
            throw new WireFormatException("A watch event came without a resource version.");
        }
        return type is WatchEventType.Bookmark
            ? new WatchEvent(type, Object: null, metadata.ResourceVersion, Status: null, metadata.EndsInitialEvents)
            : new WatchEvent(type, draft.Build(), metadata.ResourceVersion);
    }
}
