using Traceboard.Images;

namespace Traceboard.Sources.Registries.Labels;

/// <summary>The base image that an image names.</summary>
/// <param name="Reference">Where it is.</param>
/// <param name="Digest">Its digest, or null where only a tag is told.</param>
internal sealed record BaseImage(ImageReference Reference, string? Digest)
{
    /// <summary>What the image names, or null. It is a claim: only configured registries are asked for it.</summary>
    public static BaseImage? Of(RegistryImage image)
    {
        var claims = image.IndexClaims.Concat(image.Platforms.SelectMany(platform => platform.Claims)).ToList();
        if (!ImageReference.TryParse(claims.Find(claim => claim.Key is ClaimKeys.BaseName)?.Value, out var reference))
            return null;
        var digest = claims.Find(claim => claim.Key is ClaimKeys.BaseDigest)?.Value;
        return new BaseImage(reference, ContentDigest.IsValid(digest) ? digest : reference.Digest);
    }
}
