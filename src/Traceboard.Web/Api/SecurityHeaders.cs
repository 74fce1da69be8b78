using System.Security.Cryptography;

namespace Traceboard.Web.Api;

/// <summary>Headers that keep a browser from doing what the pages never ask for.</summary>
internal static class SecurityHeaders
{
    private const string NonceKey = "Traceboard.CspNonce";

    /// <summary>Sets them on every response. Stands first, so that error responses have them too.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var (context, headers) = ((HttpContext)state, ((HttpContext)state).Response.Headers);
            headers.ContentSecurityPolicy = PolicyOf(context);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    /// <summary>The nonce that lets an inline script of this response run: the import map and nothing else needs it.</summary>
    public static string CspNonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
            context.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        return nonce;
    }

    // MudBlazor writes its theme as a style element, so styles may be inline; scripts may not, but for the nonce.
    // Replaces the weaker policy that Blazor Server would add of its own.
    private static string PolicyOf(HttpContext context)
    {
        var nonce = context.Items[NonceKey] is string given ? $" 'nonce-{given}'" : "";
        return $"default-src 'self'; script-src 'self'{nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }
}
