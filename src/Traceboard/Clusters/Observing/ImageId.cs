namespace Traceboard.Clusters.Observing;

/// <summary>Reads <c>status.imageID</c>.</summary>
internal static class ImageId
{
    private const string Algorithm = "sha256:";
    private const int HexDigits = 64;

    /// <summary>
    /// The registry's digest: from <c>docker-pullable://repo@sha256:…</c> and <c>repo@sha256:…</c>. Null for an empty
    /// id and for a runtime's local id (<c>docker://sha256:…</c>, <c>sha256:…</c>), which names no image of a registry.
    /// </summary>
    public static string? Digest(string imageId)
    {
        var at = imageId.LastIndexOf('@');
        if (at <= 0 || imageId.Length - at - 1 != Algorithm.Length + HexDigits)
            return null;
        var digest = imageId.AsSpan(at + 1);
        if (!digest.StartsWith(Algorithm, StringComparison.Ordinal))
            return null;
        foreach (var digit in digest[Algorithm.Length..])
        {
            if (!char.IsAsciiHexDigitLower(digit))
                return null;
        }

        return digest.ToString();
    }
}
