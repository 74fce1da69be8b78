namespace Traceboard.Clusters.Wire;

/// <summary>What both encodings demand of a whole list.</summary>
internal static class ListAnswer
{
    /// <summary>The metadata of a list that was read to its end.</summary>
    /// <exception cref="WireFormatException">It is none of the lists that were asked for.</exception>
    public static ListMetadata Metadata(Resource resource, bool isList, string version, string next)
    {
        if (!isList)
        {
            throw new WireFormatException($"The answer is no {resource.Kind()}List.");
        }
        return version.Length > 0
            ? new ListMetadata(version, next.Length == 0 ? null : next)
            : throw new WireFormatException($"The {resource.Kind()}List has no resource version.");
    }
}
