using System.Text.Json;
using Microsoft.Extensions.Options;
using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Migrations;
using Traceboard.Sources;
using Traceboard.Sources.Registries;
using Traceboard.Web.Composition;
using Traceboard.Web.Configuration;

namespace Traceboard.Web.CommandLine;

/// <summary><c>traceboard check</c>: one line for each thing that was tried, with the remedy for what is not well.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task<int> RunAsync(IReadOnlyList<string> configuration, bool json, CancellationToken cancellation) =>
        StartFailure.TellAsync(async () =>
        {
            var results = await CollectAsync(configuration, cancellation);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(results, Json));
            }
            else
            {
                foreach (var result in results)
                    Console.WriteLine($"{(result.Ok ? "ok  " : "FAIL")}  {result.Subject}: {result.Message}{(result.Remedy is null ? "" : $" -> {result.Remedy}")}");
            }

            return results.All(result => result.Ok) ? ExitCode.Well : ExitCode.Failed;
        });

    private static async Task<IReadOnlyList<CheckResult>> CollectAsync(IReadOnlyList<string> configuration, CancellationToken cancellation)
    {
        WebApplication app;
        try
        {
            app = TraceboardApplication.Build([Hosting.Quiet, .. configuration]);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception exception) when (exception is ConfigurationFault or OptionsValidationException or AggregateException)
        {
            return [.. StartFailure.Explain(exception).Select(line => new CheckResult("configuration", false, line))];
        }

        await using (app)
        {
            var services = app.Services;
            var checks = await Task.WhenAll(
                services.GetRequiredService<DatabaseChecks>().RunAsync(cancellation),
                services.GetRequiredService<ClusterChecks>().RunAsync(cancellation),
                services.GetRequiredService<GitHostChecks>().RunAsync(cancellation),
                services.GetRequiredService<RegistryChecks>().RunAsync(cancellation),
                services.GetRequiredService<MappingChecks>().RunAsync(cancellation));
            return [new CheckResult("configuration", true, "every key is known and valid"), .. checks.SelectMany(results => results)];
        }
    }
}
