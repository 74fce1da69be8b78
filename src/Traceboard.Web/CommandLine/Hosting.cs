using Microsoft.AspNetCore.DataProtection;
using Traceboard.Migrations;
using Traceboard.Web.Access;
using Traceboard.Web.Composition;
using Traceboard.Web.Configuration;

namespace Traceboard.Web.CommandLine;

/// <summary>Starts an application in the right order, says where it is, and waits for its end.</summary>
internal static class Hosting
{
    /// <summary>For commands that answer with lines of their own: what is logged would only say it twice.</summary>
    private const string Quiet = "--Logging:LogLevel:Default=Critical";

    /// <summary>Builds an application that listens nowhere, logs nothing, and keeps no keys, not even an empty directory for them.</summary>
    /// <exception cref="ConfigurationFault">The configuration is wrong.</exception>
    public static WebApplication BuildToAsk(IReadOnlyList<string> configuration) =>
        TraceboardApplication.Build([Quiet, .. configuration], more: services => services.AddDataProtection().UseEphemeralDataProtectionProvider());

    /// <summary>Runs until it is stopped. A taken address is told before anything is opened or watched.</summary>
    /// <exception cref="ConfigurationFault">The address is taken.</exception>
    public static async Task<int> RunAsync(WebApplication app, string title, CancellationToken cancellation)
    {
        app.Services.GetRequiredService<ClaimedAddresses>().Claim(app.Urls.Count > 0 ? app.Urls : ListenAddresses.Configured(app.Configuration));
        await app.Services.GetRequiredService<Database>().OpenAsync(cancellation);
        await app.StartAsync(cancellation);
        foreach (var address in app.Urls)
            Console.WriteLine($"{title} is at {address}");
        await app.WaitForShutdownAsync(cancellation);
        return ExitCode.Well;
    }
}
