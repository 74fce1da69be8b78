using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Traceboard.Answers;
using Traceboard.Migrations;

namespace Traceboard.Web.CommandLine;

/// <summary>
/// <c>traceboard trace IMAGE</c>: explains one image step by step. It asks the Git hosts afresh and remembers nothing, so it
/// runs beside a server that owns the database.
/// </summary>
internal static class TraceCommand
{
    public static Task<int> RunAsync(IReadOnlyList<string> configuration, TraceRequest request, CancellationToken cancellation) =>
        StartFailure.TellAsync(async () =>
        {
            var directory = Directory.CreateTempSubdirectory("traceboard-trace-");
            try
            {
                return await ExplainAsync([.. configuration, .. InDirectory(directory.FullName)], request, cancellation);
            }
            finally
            {
                directory.Delete(recursive: true);
            }
        });

    private static async Task<int> ExplainAsync(IReadOnlyList<string> configuration, TraceRequest request, CancellationToken cancellation)
    {
        await using var app = Hosting.BuildToAsk(configuration);
        var services = app.Services;
        await services.GetRequiredService<Database>().OpenAsync(cancellation);
        await using var slow = new SlowSteps(services.GetRequiredService<TimeProvider>(), Console.Error);
        var explanation = await services.GetRequiredService<TraceExplainer>().ExplainAsync(
            request.Image,
            step =>
            {
                slow.Take(step);
                if (!request.Json)
                    Print(step.Name, step.Outcome);
            },
            cancellation);

        if (request.Json)
            Console.WriteLine(JsonSerializer.Serialize(explanation, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions));
        else if (EnvironmentOf(services, request) is { } environment)
            Print("environment", environment);
        return explanation.Trace.Status == nameof(Sources.TraceStatus.Traced) ? ExitCode.Well : ExitCode.Failed;
    }

    private static void Print(string name, string outcome) => Console.WriteLine($"{name,-11} {outcome}");

    private static string? EnvironmentOf(IServiceProvider services, TraceRequest request) =>
        request.Cluster is null ? null
        : services.GetRequiredService<Clusters.Environments>().NameOf(request.Cluster, request.Namespace ?? "default", environmentLabel: null);

    private static string[] InDirectory(string directory) =>
        [$"--Traceboard:DataDirectory={directory}", "--Traceboard:Storage:Provider=Sqlite", "--Traceboard:Storage:ConnectionString="];
}

/// <summary>What <c>traceboard trace</c> was asked.</summary>
/// <param name="Image">Image reference.</param>
/// <param name="Cluster">Cluster that runs it, or null: names the environment.</param>
/// <param name="Namespace">Namespace that runs it, or null.</param>
/// <param name="Json">Print the object of the HTTP API.</param>
internal sealed record TraceRequest(string Image, string? Cluster, string? Namespace, bool Json);
