using System.Text.Json;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>A manifest or an index, read from bytes that were verified.</summary>
internal sealed record ManifestReading
{
    public const int MostChildren = 64;
    private const string ReferenceType = "vnd.docker.reference.type";

    /// <summary>The images of an index; null for a manifest.</summary>
    public IReadOnlyList<Descriptor>? Children { get; init; }

    /// <summary>The image's configuration, or null where it has none that is an image's.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>What its annotations say.</summary>
    public required IReadOnlyList<ImageClaim> Claims { get; init; }

    /// <summary>Reads the bytes.</summary>
    /// <exception cref="GitHostException">They are no manifest that is read; the message says why.</exception>
    public static ManifestReading Of(byte[] body, string? mediaType)
    {
        using var json = RegistryJson.Parse(body);
        var root = json.RootElement;
        if (RegistryJson.Number(root, "schemaVersion") is 1 || mediaType?.Contains(".distribution.manifest.v1+", StringComparison.Ordinal) is true)
            throw Unreadable("The image is in the schema of 2015 (schema 1), which has no digests to trust. Push it again with a present tool.");

        var isIndex = root.TryGetProperty("manifests", out var children);
        var isManifest = root.TryGetProperty("config", out var config) || root.TryGetProperty("layers", out _);
        var type = RegistryJson.Text(root, "mediaType") ?? mediaType;
        // A document that can be read in two ways means one thing to who checks it and another to who runs it.
        if (isIndex == isManifest || (isIndex && MediaTypes.IsManifest(type)) || (isManifest && MediaTypes.IsIndex(type)) || Disagree(type, mediaType))
            throw Unreadable("The manifest is not what it says it is.");

        var claims = RegistryJson.Claims(root, "annotations", isLabel: false);
        return isIndex
            ? new ManifestReading { Children = ChildrenOf(children), Claims = claims }
            : new ManifestReading { Config = Descriptor.Of(config) is { } of && MediaTypes.IsImageConfig(of.MediaType) ? of : null, Claims = claims };
    }

    private static bool Disagree(string? inside, string? outside) =>
        (MediaTypes.IsIndex(inside) && MediaTypes.IsManifest(outside)) || (MediaTypes.IsManifest(inside) && MediaTypes.IsIndex(outside));

    private static List<Descriptor> ChildrenOf(JsonElement children)
    {
        if (children.ValueKind is not JsonValueKind.Array)
            throw Unreadable("The index is not what it says it is.");
        if (children.GetArrayLength() > MostChildren)
            throw Unreadable($"The index lists {children.GetArrayLength()} manifests; more than {MostChildren} are not read.");

        List<Descriptor> images = [];
        foreach (var child in children.EnumerateArray())
        {
            var descriptor = Descriptor.Of(child) ?? throw Unreadable("The index lists a manifest without a digest.");
            if (MediaTypes.IsIndex(descriptor.MediaType))
                throw Unreadable("The index lists another index, which is not read.");
            if (MediaTypes.IsManifest(descriptor.MediaType) && !IsAttestation(child, descriptor))
                images.Add(descriptor);
        }

        return images;
    }

    /// <summary>Build tools keep statements about an image beside it, as images for no platform.</summary>
    private static bool IsAttestation(JsonElement child, Descriptor descriptor) =>
        descriptor.Platform is "unknown/unknown"
        || (child.TryGetProperty("annotations", out var annotations) && RegistryJson.Text(annotations, ReferenceType) is not null);

    private static GitHostException Unreadable(string why) => new(GitHostFault.Unsupported, why);
}

/// <summary>One content that another names.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Digest">Its digest, valid.</param>
/// <param name="Size">Its size in bytes, or null.</param>
/// <param name="Platform">The platform it is for, or null.</param>
internal sealed record Descriptor(string? MediaType, string Digest, long? Size, string? Platform)
{
    public static Descriptor? Of(JsonElement json) =>
        RegistryJson.Text(json, "digest") is { } digest && ContentDigest.IsValid(digest)
            ? new Descriptor(RegistryJson.Text(json, "mediaType"), digest, RegistryJson.Number(json, "size"), PlatformOf(json))
            : null;

    private static string? PlatformOf(JsonElement json) =>
        json.TryGetProperty("platform", out var platform) ? RegistryJson.Platform(platform) : null;
}
