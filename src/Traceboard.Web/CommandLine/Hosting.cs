using Traceboard.Migrations;

namespace Traceboard.Web.CommandLine;

/// <summary>Starts an application in the right order, says where it is, and waits for its end.</summary>
internal static class Hosting
{
    public static async Task<int> RunAsync(WebApplication app, string title, CancellationToken cancellation)
    {
        await app.Services.GetRequiredService<Database>().OpenAsync(cancellation);
        await app.StartAsync(cancellation);
        foreach (var address in app.Urls)
            Console.WriteLine($"{title} is at {address}");
        await app.WaitForShutdownAsync(cancellation);
        return ExitCode.Well;
    }
}
