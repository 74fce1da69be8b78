using System.Text.Json;
using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Migrations;
using Traceboard.Sources;
using Traceboard.Sources.Registries;
using Traceboard.Web.Configuration;

namespace Traceboard.Web.CommandLine;

/// <summary><c>traceboard check</c>: one line for each thing that was tried, with the remedy for what is not well.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task<int> RunAsync(IReadOnlyList<string> configuration, bool json, CancellationToken cancellation) =>
        StartFailure.TellAsync(async () =>
        {
            var results = await CollectAsync(configuration, json ? _ => { } : Print, cancellation);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(results, Json));
            return results.All(result => result.Ok) ? ExitCode.Well : ExitCode.Failed;
        });

    private static async Task<IReadOnlyList<CheckResult>> CollectAsync(IReadOnlyList<string> configuration, Action<CheckResult> tell, CancellationToken cancellation)
    {
        WebApplication app;
        try
        {
            app = Hosting.BuildToAsk(configuration);
        }
        catch (ConfigurationFault fault)
        {
            CheckResult[] wrong = [.. fault.Faults.Select(line => new CheckResult("configuration", false, line))];
            Array.ForEach(wrong, tell);
            return wrong;
        }

        await using (app)
        {
            var well = new CheckResult("configuration", true, "every key is known and valid");
            tell(well);
            var services = app.Services;
            var run = new CheckRun(services.GetRequiredService<TimeProvider>(), Console.Error);
            return [well, .. await run.RunAsync(
                [
                    services.GetRequiredService<DatabaseChecks>().All,
                    .. services.GetRequiredService<ClusterChecks>().All,
                    .. services.GetRequiredService<GitHostChecks>().All,
                    .. services.GetRequiredService<RegistryChecks>().All,
                    services.GetRequiredService<MappingChecks>().All,
                ],
                tell,
                cancellation)];
        }
    }

    private static void Print(CheckResult result) =>
        Console.WriteLine($"{(result.Ok ? "ok  " : "FAIL")}  {result.Subject}: {result.Message}{(result.Remedy is null ? "" : $" -> {result.Remedy}")}");
}
