namespace Traceboard.Sources.Registries;

/// <summary>
/// What an image says of its source, as its registry holds it: read by digest and verified against it, so it stays true for
/// ever. Everything in it is a claim of whoever could push the image.
/// </summary>
public sealed record RegistryImage
{
    /// <summary>The digest that was read: of an index or of one platform's image.</summary>
    public required string Digest { get; init; }

    /// <summary>Annotations of the index, where it is one.</summary>
    public IReadOnlyList<ImageClaim> IndexClaims { get; init; } = [];

    /// <summary>Its images, one for each platform; only one where the digest is not of an index.</summary>
    public required IReadOnlyList<PlatformImage> Platforms { get; init; }
}

/// <summary>The image for one platform.</summary>
public sealed record PlatformImage
{
    /// <summary>Digest of its manifest.</summary>
    public required string Digest { get; init; }

    /// <summary>Such as <c>linux/arm64/v8</c>, or null where nothing tells.</summary>
    public string? Platform { get; init; }

    /// <summary>When it was built, as it says itself, or null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What its annotations and labels say.</summary>
    public required IReadOnlyList<ImageClaim> Claims { get; init; }
}

/// <summary>One annotation or label that speaks of the source.</summary>
/// <param name="IsLabel">A label in the image's configuration; otherwise an annotation.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, at most 4,096 characters (of a buildpack's metadata 64 Ki).</param>
public sealed record ImageClaim(bool IsLabel, string Key, string Value);
