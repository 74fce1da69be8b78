using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.Migrations;
using Traceboard.Sources;
using Traceboard.Sources.Registries;
using Traceboard.Sources.Tracing;
using Traceboard.Web.Access;
using Traceboard.Web.Api;
using Traceboard.Web.Configuration;
using Traceboard.Web.Pages;

namespace Traceboard.Web.Composition;

/// <summary>Puts the rooms together into one web application.</summary>
internal static class TraceboardApplication
{
    /// <summary>Builds the application; nothing is started, opened or listened on yet.</summary>
    /// <param name="arguments">Configuration from the command line.</param>
    /// <param name="demo">Configuration that stands in for all configuration under <c>Traceboard</c>, or null.</param>
    /// <param name="more">Further services, or null.</param>
    /// <exception cref="ConfigurationFault">Keys or values are wrong, files are missing, or listening there without sign-in is refused: all faults at once.</exception>
    public static WebApplication Build(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? demo = null, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        var traceboard = Configure(builder, arguments, demo);
        var faults = ConfigurationReview.Faults(traceboard, ListenOn(builder), (services, configuration) => services.AddRooms(configuration));
        if (faults.Count > 0)
            throw new ConfigurationFault(faults);

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRooms(traceboard);
        builder.Services.AddAnswers(traceboard);
        builder.Services.AddCompression();
        builder.Services.AddApi();
        builder.Services.AddPages();
        // The web server starts after all of these: the last of them gives it the addresses.
        builder.Services.AddSingleton<ClaimedAddresses>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ClaimedAddresses>());
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.MapApi();
        app.MapPages();
        return app;
    }

    /// <summary>Everything that reads clusters, registries and Git hosts and remembers it, without the web.</summary>
    public static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration traceboard) =>
        services
            .AddDatabase(traceboard)
            .AddClusters(traceboard)
            .AddTracing(traceboard)
            .AddGitHosts(traceboard)
            .AddRegistries(traceboard)
            .AddHistory(traceboard);

    private static IConfigurationSection Configure(WebApplicationBuilder builder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? demo)
    {
        if (demo is null)
        {
            builder.Configuration.AddTraceboard(arguments);
            return builder.Configuration.GetSection("Traceboard");
        }

        builder.Configuration.AddCommandLine([.. arguments]);
        // Who may look is the one thing that a demo takes from its surroundings.
        return new ConfigurationBuilder()
            .AddInMemoryCollection(demo)
            .AddInMemoryCollection(builder.Configuration.GetSection("Traceboard:Auth").AsEnumerable())
            .Build().GetSection("Traceboard");
    }

    private static IReadOnlyList<string> ListenOn(WebApplicationBuilder builder)
    {
        var addresses = ListenAddresses.Configured(builder.Configuration);
        if (addresses.Count > 0)
            return addresses;
        builder.WebHost.UseUrls(ListenAddresses.Default);
        return [ListenAddresses.Default];
    }
}
