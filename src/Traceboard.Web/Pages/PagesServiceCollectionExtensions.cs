using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using Traceboard.Web.Layout;

namespace Traceboard.Web.Pages;

/// <summary>The pages and their assets. The answers they show must be registered beside them.</summary>
internal static class PagesServiceCollectionExtensions
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<Announcer>();
        services.AddScoped<LiveUpdates>();
        services.AddScoped<CircuitConnection>();
        services.AddScoped<CircuitHandler>(circuit => circuit.GetRequiredService<CircuitConnection>());

        // Fingerprinted assets of packages have no compressed variant. Pages are left alone: what a viewer types
        // stands beside nothing secret in a style sheet.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/css", "text/javascript"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        return services;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseWhen(
            http => !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseResponseCompression();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
