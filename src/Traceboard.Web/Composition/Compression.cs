using Microsoft.AspNetCore.ResponseCompression;

namespace Traceboard.Web.Composition;

/// <summary>
/// Compresses what is large and of text: a board of 500 services by 6 environments is 5.8 MB of JSON. Why that tells an
/// eavesdropper nothing is in docs/decisions.md.
/// </summary>
internal static class Compression
{
    public static IServiceCollection AddCompression(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        compression.EnableForHttps = true;
        // Fingerprinted assets of packages have no compressed variant of their own.
        compression.MimeTypes = ["application/json", "application/problem+json", "text/html", "text/css", "text/javascript"];
        compression.Providers.Add<BrotliCompressionProvider>();
        compression.Providers.Add<GzipCompressionProvider>();
    });
}
