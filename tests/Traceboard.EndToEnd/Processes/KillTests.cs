using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Traceboard.EndToEnd.Processes;

/// <summary>What <c>kill -9</c> may not do: lose, double or invent history.</summary>
public sealed class KillTests : IDisposable
{
    private const int Seed = 20_261;

    // Far beyond what is expected: a busy machine is no fault.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-e2e-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Ten in a usual run; more by hand.</summary>
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("TRACEBOARD_TEST_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 10;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Killed_at_random_moments_while_everybody_deploys_it_holds_each_deployment_exactly_once()
    {
        var random = new Random(Seed);
        await using var cluster = await DeployingCluster.StartAsync(Seed, Cancellation);
        var configuration = Configure(cluster);
        await using (var first = Serve(configuration))
        {
            // What came and went before anybody watched is nobody's history: the cluster has to be known once.
            using var api = new TraceboardApi(await first.AddressAsync(Cancellation));
            await api.UntilAsync(api => api.GetAsync("api/v1/board", Cancellation), board => (string?)board["freshness"] == "Live", Patience, Cancellation);
            cluster.Begin(teams: 5);
            await first.KillAsync();
        }

        for (var kill = 1; kill < Kills; kill++)
        {
            await using var doomed = Serve(configuration);
            if (random.Next(3) > 0)
                await doomed.AddressAsync(Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), TimeProvider.System, Cancellation);
            await doomed.KillAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1000)), TimeProvider.System, Cancellation);
        }

        await cluster.RestAsync(Cancellation);
        await using (var last = Serve(configuration))
        {
            using var api = new TraceboardApi(await last.AddressAsync(Cancellation));
            var board = await api.UntilAsync(BoardAsync, board => board.SequenceEqual(cluster.Running()), Patience, Cancellation);
            Assert.Equal(cluster.Running(), board);
            var (done, told) = (Tell(cluster.Log), Tell(Changes(await api.DeploymentsAsync(Cancellation))));
            Assert.True(told.SequenceEqual(done), $"Done but not told:\n{string.Join('\n', done.Except(told))}\nTold but not done:\n{string.Join('\n', told.Except(done))}");
            await last.SignalAsync("TERM");
            Assert.Equal(0, await last.ExitCodeAsync(Cancellation));
        }

        await AssertSoundAsync();
    }

    private string Configure(DeployingCluster cluster)
    {
        var file = Path.Combine(_directory.FullName, "traceboard.json");
        File.WriteAllText(file, $$"""{ "Traceboard": { "DataDirectory": "{{_directory.FullName}}/data", "Clusters": [ { "Name": "busy", "Kubeconfig": "{{cluster.Kubeconfig}}" } ] } }""");
        return file;
    }

    private static TraceboardProcess Serve(string configuration) => TraceboardProcess.Start(["serve", "--urls=http://127.0.0.1:0"], configuration);

    private static async Task<IReadOnlyList<string>> BoardAsync(TraceboardApi api)
    {
        var board = await api.GetAsync("api/v1/board", Cancellation);
        return
        [
            .. from service in board["services"]!.AsArray()
               from cell in service!["cells"]!.AsObject()
               where (string?)cell.Value!["state"] != "absent"
               from build in cell.Value["builds"]!.AsArray()
               orderby (string?)service["service"], (string?)build!["image"]
               select $"{service["service"]} {build["image"]} {build["digest"]} {build["pods"]}",
        ];
    }

    private static Dictionary<string, IReadOnlyList<string>> Changes(IReadOnlyList<JsonNode> deployments) => deployments
        .GroupBy(deployment => (string)deployment["service"]!, StringComparer.Ordinal)
        .ToDictionary(service => service.Key, IReadOnlyList<string> (service) => [.. service.Select(deployment => $"{deployment["change"]} {deployment["current"]?["image"]}".Trim())], StringComparer.Ordinal);

    private static IReadOnlyList<string> Tell(IReadOnlyDictionary<string, IReadOnlyList<string>> log) =>
        [.. log.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service => $"{service.Key}: {string.Join(", ", service.Value.Select(change => Known(change, service.Value)))}")];

    // What distinguishes a restart from other settings goes with the ReplicaSets of a service that was removed unseen.
    private static string Known(string change, IReadOnlyList<string> changes) => changes.Contains("Removed", StringComparer.Ordinal)
        ? change.Replace("Redeploy", "ConfigChange", StringComparison.Ordinal)
        : change;

    private async Task AssertSoundAsync()
    {
        await using var database = new SqliteConnection($"Data Source={_directory.FullName}/data/traceboard.db;Pooling=False");
        await database.OpenAsync(Cancellation);
        Assert.Equal("ok", await ScalarAsync("PRAGMA integrity_check"));
        Assert.Equal(0L, await ScalarAsync("SELECT COUNT(*) FROM (SELECT 1 FROM Deployments GROUP BY WorkloadId, Container, StartedAt, BuildId, Template HAVING COUNT(*) > 1)"));

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(Cancellation);
        }
    }
}
