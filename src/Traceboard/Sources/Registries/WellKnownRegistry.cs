namespace Traceboard.Sources.Registries;

/// <summary>What the operators of a public registry document about its addresses.</summary>
/// <param name="Api">Origin of its API, or null where that is the host itself.</param>
/// <param name="TokenService">Origin of its token service, or null where that is the registry's own.</param>
/// <param name="BlobHosts">Where it keeps its blobs.</param>
internal sealed record WellKnownRegistry(string? Api, string? TokenService, IReadOnlyList<string> BlobHosts)
{
    private static readonly Dictionary<string, WellKnownRegistry> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["docker.io"] = new("https://registry-1.docker.io", "https://auth.docker.io",
            ["production.cloudflare.docker.com", "production.cloudfront.docker.com", "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com"]),
        ["ghcr.io"] = new(null, null, ["pkg-containers.githubusercontent.com"]),
        ["registry.gitlab.com"] = new(null, "https://gitlab.com", ["cdn.registry.gitlab-static.net", "storage.googleapis.com"]),
        ["quay.io"] = new(null, null, ["cdn.quay.io", "cdn01.quay.io", "cdn02.quay.io", "cdn03.quay.io"]),
        ["gcr.io"] = new(null, null, ["storage.googleapis.com"]),
    };

    /// <summary>What is known of the registry, or null.</summary>
    public static WellKnownRegistry? Find(string host) =>
        All.TryGetValue(host, out var known) ? known
        : host.EndsWith(".gcr.io", StringComparison.Ordinal) || host.EndsWith("-docker.pkg.dev", StringComparison.Ordinal) ? All["gcr.io"]
        : host.EndsWith(".azurecr.io", StringComparison.Ordinal) ? new(null, null, ["*.blob.core.windows.net"])
        : null;
}
