using System.Net;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>
/// Reads an image by digest, no further than needed: annotations, which only the build of this very image writes, before
/// labels, which images inherit. Every content is compared with its digest before it is read.
/// </summary>
internal sealed class ImageReading(RegistryConnection connection)
{
    /// <summary>Reads the image of a digest.</summary>
    /// <exception cref="GitHostException">It cannot be read.</exception>
    public async Task<RegistryAnswer> ReadAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        var (manifest, refusal) = await ManifestAsync(repository, digest, expectManifest: false, cancellationToken);
        if (manifest is null)
            return refusal!;
        if (manifest.Children is not { } children)
            return new RegistryAnswer.Image(new RegistryImage { Digest = digest, Platforms = [await PlatformAsync(repository, digest, manifest, platform: null, cancellationToken)] });

        var platforms = new List<PlatformImage>();
        foreach (var child in children)
        {
            // What the index says of the revision holds for all of its images.
            if (NamesRevision(manifest.Claims))
            {
                platforms.Add(new PlatformImage { Digest = child.Digest, Platform = child.Platform, Claims = [] });
                continue;
            }

            var (image, missing) = await ManifestAsync(repository, child.Digest, expectManifest: true, cancellationToken);
            if (image is null)
                return missing is RegistryAnswer.Missing ? new RegistryAnswer.Unreadable($"The index lists {child.Platform ?? child.Digest}, which the registry does not have.") : missing!;
            platforms.Add(await PlatformAsync(repository, child.Digest, image, child.Platform, cancellationToken));
        }

        return new RegistryAnswer.Image(new RegistryImage { Digest = digest, IndexClaims = manifest.Claims, Platforms = platforms });
    }

    public static RegistryAnswer Refusal(HttpStatusCode status, string what) => status switch
    {
        HttpStatusCode.NotFound => new RegistryAnswer.Missing($"The registry has no {what}: it was deleted, or lies under another name."),
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new RegistryAnswer.Refused($"The registry refuses {what} ({(int)status}): the user may not pull it."),
        _ => new RegistryAnswer.Failed($"The registry answered {(int)status} for {what}.", RetryAfter: null),
    };

    private async Task<PlatformImage> PlatformAsync(string repository, string digest, ManifestReading manifest, string? platform, CancellationToken cancellationToken)
    {
        if (manifest.Config is not { } descriptor || NamesRevision(manifest.Claims))
            return new PlatformImage { Digest = digest, Platform = platform, Claims = manifest.Claims };
        if (descriptor.Size > RegistryCaller.LargestBody)
            throw new GitHostException(GitHostFault.Unsupported, $"The image's configuration has {descriptor.Size} bytes; more than {RegistryCaller.LargestBody} are not read.");

        var response = await connection.AskAsync(HttpMethod.Get, $"{repository}/blobs/{descriptor.Digest}", repository, [], toStorage: true, cancellationToken);
        if (!response.IsSuccess)
            throw Lost(response.Status);
        Verify(descriptor.Digest, response.Body);
        using var json = RegistryJson.Parse(response.Body);
        var labels = json.RootElement.TryGetProperty("config", out var config) ? RegistryJson.Claims(config, "Labels", isLabel: true) : [];
        return new PlatformImage
        {
            Digest = digest,
            Platform = platform ?? RegistryJson.Platform(json.RootElement),
            CreatedAt = RegistryJson.Time(json.RootElement, "created"),
            Claims = [.. manifest.Claims, .. labels],
        };
    }

    private async Task<(ManifestReading? Manifest, RegistryAnswer? Refusal)> ManifestAsync(
        string repository, string digest, bool expectManifest, CancellationToken cancellationToken)
    {
        var response = await connection.AskAsync(HttpMethod.Get, $"{repository}/manifests/{digest}", repository, MediaTypes.Manifests, toStorage: false, cancellationToken);
        if (!response.IsSuccess)
            return (null, Refusal(response.Status, $"{repository}@{digest}"));
        Verify(digest, response.Body);
        var manifest = ManifestReading.Of(response.Body, response.MediaType);
        return expectManifest && manifest.Children is not null
            ? throw new GitHostException(GitHostFault.Unsupported, "The index lists another index, which is not read.")
            : (manifest, null);
    }

    private static void Verify(string digest, byte[] body)
    {
        if (!ContentDigest.Names(digest, body))
            throw new GitHostException(GitHostFault.Garbled, $"Answered with other bytes than {digest[..19]}… names.");
    }

    private static GitHostException Lost(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => new(GitHostFault.Unsupported, "The registry no longer has the image's configuration."),
        HttpStatusCode.Forbidden => new(GitHostFault.Denied, "Refuses the image's configuration (403)."),
        _ => new(GitHostFault.Garbled, $"Answered {(int)status} for the image's configuration."),
    };

    private static bool NamesRevision(IReadOnlyList<ImageClaim> claims) => claims.Any(claim => claim.Key is ClaimKeys.Revision);
}
