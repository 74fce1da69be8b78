namespace Traceboard.Clusters.Wire;

/// <summary>Picks the decoder of a response.</summary>
internal static class WireDecoders
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";
    public const string Json = "application/json";

    /// <summary>Value of <c>Accept</c> for lists and watches alike: protobuf where it is spoken, else JSON.</summary>
    public const string Accept = $"{Protobuf}, {Json};q=0.9";

    /// <summary>Value of <c>Accept</c> for a server whose protobuf proved unreadable.</summary>
    public const string AcceptJson = Json;

    /// <summary>The decoder of a body, by its <c>Content-Type</c>; parameters such as <c>;stream=watch</c> are allowed.</summary>
    /// <param name="resource">What was asked for; decides which fields are read.</param>
    /// <param name="mediaType">The whole header or its media type alone.</param>
    /// <param name="pool">The strings of this cluster.</param>
    /// <param name="kept">The labels and annotations to keep.</param>
    /// <exception cref="WireFormatException">Another media type, as of a proxy's sign-in page.</exception>
    public static WireDecoder For(Resource resource, string? mediaType, StringPool pool, KeptKeys kept)
    {
        var name = mediaType.AsSpan();
        var semicolon = name.IndexOf(';');
        name = (semicolon < 0 ? name : name[..semicolon]).Trim();
        if (name.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            return new JsonDecoder(resource, pool, kept);
        }
        if (name.Equals(Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            return new ProtobufDecoder(resource, pool, kept);
        }
        throw new WireFormatException(
            $"The server answered with {Describe(name)} where {Protobuf} or {Json} was asked for; is a proxy or sign-in page in between?");
    }

    private static string Describe(ReadOnlySpan<char> mediaType)
    {
        if (mediaType.IsEmpty)
        {
            return "no media type";
        }
        var cut = mediaType[..Math.Min(mediaType.Length, 100)].ToArray();
        return new string(Array.ConvertAll(cut, c => char.IsAsciiLetterOrDigit(c) || c is '/' or '+' or '.' or '-' ? c : '?'));
    }
}
