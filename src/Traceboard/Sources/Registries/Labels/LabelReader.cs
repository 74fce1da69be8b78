using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries.Labels;

/// <summary>
/// Reads what an image claims of its source: annotations before labels, one convention after the other. What not all
/// platforms say is refused, and so are labels that the image only inherited. Pure.
/// </summary>
internal static class LabelReader
{
    private const int LongestRevision = 256;
    private const int LongestSource = 512;

    // A pipeline writes the labels and builds; what is older than this by then was written for another image.
    private static readonly TimeSpan LongestBuild = TimeSpan.FromDays(1);

    /// <summary>The claims, the strongest first. <paramref name="baseImage"/> is null where it is not known.</summary>
    public static IReadOnlyList<SourceClaim> Read(RegistryImage image, RegistryImage? baseImage, string baseName)
    {
        List<SourceClaim> claims = [];
        claims.AddRange(ClaimFamily.All.Select(family => OfIndex(image, family)).OfType<SourceClaim>());
        claims.AddRange(ClaimFamily.All.Select(family => Of(image, family, isLabel: false)?.Claim).OfType<SourceClaim>());
        foreach (var family in ClaimFamily.All)
        {
            if (Of(image, family, isLabel: true) is { } label)
                claims.Add(label.Claim.Refused is null ? Inheriting(label.Claim, label.Reading, label.Platform, baseImage, baseName, family) : label.Claim);
        }

        return claims;
    }

    private static SourceClaim? OfIndex(RegistryImage image, ClaimFamily family) =>
        family.Read(image.IndexClaims, isLabel: false) is { } reading ? Claim(reading, family, isLabel: false, image.Digest) : null;

    private static (SourceClaim Claim, FamilyReading Reading, PlatformImage Platform)? Of(RegistryImage image, ClaimFamily family, bool isLabel)
    {
        var all = image.Platforms.Select(platform => (Platform: platform, Reading: family.Read(platform.Claims, isLabel))).ToList();
        if (all.Find(one => one.Reading is not null) is not { Reading: { } reading } first)
            return null;

        var claim = Claim(reading, family, isLabel, first.Platform.Digest);
        return all.TrueForAll(other => other.Reading is { } same && (same.Revision, same.Source, same.Version) == (reading.Revision, reading.Source, reading.Version))
            ? (claim, reading, first.Platform)
            : (claim with { Refused = Disagreement(all) }, reading, first.Platform);
    }

    private static SourceClaim Claim(FamilyReading reading, ClaimFamily family, bool isLabel, string origin) => new()
    {
        Kind = isLabel ? "ociLabel" : "ociAnnotation",
        Origin = origin,
        Keys = family.KeysOf(reading),
        Revision = Fit(reading.Revision, LongestRevision),
        Source = Fit(reading.Source, LongestSource),
        Version = Fit(reading.Version, LongestRevision),
    };

    /// <summary>Something longer than any revision or address is none; a part of it might be another.</summary>
    private static string? Fit(string? text, int longest) => text?.Trim() is { } trimmed && trimmed.Length > 0 && trimmed.Length <= longest ? trimmed : null;

    private static SourceClaim Inheriting(
        SourceClaim claim, FamilyReading reading, PlatformImage platform, RegistryImage? baseImage, string baseName, ClaimFamily family)
    {
        var old = baseImage is null ? [] : baseImage.Platforms.Select(one => family.Read(one.Claims, isLabel: true)).OfType<FamilyReading>().ToList();
        if (old.Exists(reading.IsLeftOf))
            return claim with { Refused = $"inherited from the base image {baseName}" };
        if (RegistryJson.Time(reading.Written) is { } written && platform.CreatedAt is { } created && created - written > LongestBuild)
            return claim with { Refused = $"inherited, it seems: written {Math.Floor((created - written).TotalDays):0} days before this image was built" };
        // A version alone is what base images leave most often.
        if (reading is { Revision: null, Source: null })
            return claim with { Refused = "a version without a revision or a source, as base images leave them" };
        // The revision is this image's own; whether its source is too, nobody can tell.
        return old.Exists(reading.HasSourceOf) ? claim with { Source = null } : claim;
    }

    private static string Disagreement(IEnumerable<(PlatformImage Platform, FamilyReading? Reading)> all) =>
        "its platforms disagree: " + string.Join(", ", all.Take(4).Select(one =>
            $"{one.Platform.Platform ?? "one"} says {PlainLine.Name(Cut(one.Reading?.Revision ?? one.Reading?.Source ?? one.Reading?.Version)) ?? "nothing"}"));

    private static string? Cut(string? text) => text?.Length > 64 ? text[..64] : text;
}
