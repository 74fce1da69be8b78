using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
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
        return services;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(OnlyPagesAnswerInPages);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <summary>A program that asks for something missing gets a bare answer, not a page.</summary>
    private static Task OnlyPagesAnswerInPages(HttpContext http, RequestDelegate next)
    {
        var wantsPage = http.Request.GetTypedHeaders().Accept.Any(type => string.Equals(type.MediaType.Value, "text/html", StringComparison.OrdinalIgnoreCase));
        if (!wantsPage && http.Features.Get<IStatusCodePagesFeature>() is { } feature)
            feature.Enabled = false;
        return next(http);
    }
}
