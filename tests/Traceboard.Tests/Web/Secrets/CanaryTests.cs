using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Migrations;
using Traceboard.Sources;
using Traceboard.Sources.Registries;
using Traceboard.Web.Composition;

namespace Traceboard.Tests.Web.Secrets;

public sealed class CanaryTests
{
    private static readonly string[] Addresses =
    [
        "/api/v1/board", "/api/v1/deployments?limit=500", "/api/v1/services/pod0", "/api/v1/services/pod7", "/api/v1/untraceable", "/api/v1/status", "/openapi/v1.json", "/metrics", "/healthz", "/readyz",
        "/", "/untraceable", "/status", "/services/pod0", "/services/pod7", "/nowhere", "/api/v1/nowhere", "/api/v1/trace?image=%00",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_in_a_log_an_answer_a_page_the_database_or_a_check()
    {
        await using var world = await CanaryWorld.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(world.App.Urls.First()) };
        await WaitAsync(async () => (await http.GetStringAsync("/api/v1/board", Token)).Contains("pod3", StringComparison.Ordinal));
        var told = new List<(string Where, string Text)>();

        foreach (var image in world.Images)
            told.Add(("trace", await ReadAsync(http, $"/api/v1/trace?image={Uri.EscapeDataString(image)}")));
        await WaitAsync(() => Task.FromResult(world.Registries.TrueForAll(registry => registry.Requests.Count > 0)));
        await WaitAsync(() => Task.FromResult(world.Stored().Any(file => file.Text.Contains("org.opencontainers.image.source", StringComparison.Ordinal))));
        var services = world.App.Services;
        told.Add(("check", string.Join('\n',
        [
            .. await services.GetRequiredService<GitHostChecks>().RunAsync(Token), .. (await Task.WhenAll(services.GetRequiredService<ClusterChecks>().All.Select(check => check.RunAsync(TimeProvider.System, Token)))).SelectMany(lines => lines),
            .. await services.GetRequiredService<RegistryChecks>().RunAsync(Token), .. await services.GetRequiredService<DatabaseChecks>().RunAsync(Token),
            .. await services.GetRequiredService<MappingChecks>().RunAsync(Token),
        ])));
        foreach (var address in Addresses)
        {
            told.Add((address, await ReadAsync(http, address)));
        }

        told.Add(("trace of a claim", await ReadAsync(http, "/api/v1/trace?image=registry.example.com%2Fh0%2Fshop%3A1.0.0")));
        using var deployments = JsonDocument.Parse(await http.GetStringAsync("/api/v1/deployments", Token));
        foreach (var deployment in deployments.RootElement.GetProperty("items").EnumerateArray().Take(5))
            told.Add(("deployment", await ReadAsync(http, $"/api/v1/deployments/{deployment.GetProperty("id").GetString()}")));
        told.AddRange(world.Stored().Select(file => (file.File, file.Text)));
        told.AddRange(world.Logged.Select(log => ("log", log)));

        // What is searched was sent, and there is something to search.
        Assert.All(world.GitHosts.Take(18), host => Assert.Contains(host.Requests, request => request.Authorization.Contains("CANARY", StringComparison.Ordinal)));
        Assert.Contains(world.GitHosts[^1].Requests, request => request.Authorization.Contains("ghs_CANARY", StringComparison.Ordinal));
        Assert.All(world.Clusters.Where((_, place) => place is 0 or 1 or 3), cluster => Assert.NotEmpty(cluster.Requests));
        Assert.True(told.Count(one => one.Where is "log") > 100, "The log says little.");
        Assert.Contains(told, one => one.Where.EndsWith(".db", StringComparison.Ordinal) || one.Where.EndsWith(".db-wal", StringComparison.Ordinal));
        Assert.Contains("git.example.com/acme/shop", told.Find(one => one.Where is "trace of a claim").Text, StringComparison.Ordinal);
        foreach (var secret in world.Secrets)
            Assert.DoesNotContain(told.Where(one => one.Text.Contains(secret, StringComparison.Ordinal)).Select(one => $"{secret} in {one.Where}: {Around(one.Text, secret)}"), _ => true);
    }

    [Fact]
    public async Task The_password_of_the_database_is_in_no_message()
    {
        const string Password = "CANARY-database-0123456789";
        var directory = Directory.CreateTempSubdirectory("traceboard-canary-");
        await using var app = TraceboardApplication.Build(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"], new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Traceboard:DataDirectory"] = directory.FullName,
            ["Traceboard:Storage:Provider"] = "PostgreSql",
            ["Traceboard:Storage:ConnectionString"] = $"Host=127.0.0.1;Port=1;Username=traceboard;Password={Password};Database=traceboard;Timeout=1",
            ["Traceboard:GitHosts:0:Name"] = "github",
            ["Traceboard:GitHosts:0:Kind"] = "GitHub",
            ["Traceboard:GitHosts:0:Url"] = "http://127.0.0.1:1",
        });

        var told = string.Join('\n', await app.Services.GetRequiredService<DatabaseChecks>().RunAsync(Token))
            + await Record.ExceptionAsync(() => app.Services.GetRequiredService<Database>().OpenAsync(Token));

        Assert.Contains("127.0.0.1", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, told, StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }

    private static async Task<string> ReadAsync(HttpClient http, string address)
    {
        using var response = await http.GetAsync(new Uri(address, UriKind.Relative), Token);
        return $"{response.Headers}{await response.Content.ReadAsStringAsync(Token)}";
    }

    private static string Around(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.Ordinal);
        return text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 80)];
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "It takes too long.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }
}
