using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.GitHub;

public sealed class GitHubAppTests : IDisposable
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _file = Path.GetTempFileName();

    public GitHubAppTests() => File.WriteAllText(_file, _key.ExportRSAPrivateKeyPem());

    [Fact]
    public async Task An_installation_fetches_its_token_once_and_asks_with_it()
    {
        await using var world = await StartAsync();

        await world.FindAsync(Sha);
        await world.FindAsync(Sha[..8]);

        Assert.Equal(["/api/v3/app/installations/23/access_tokens", "/api/graphql", "/api/graphql"], world.Server.Requests.Select(request => request.Target));
        Assert.Equal("Bearer ghs_CANARY1", world.Server.Requests[^1].Authorization);
        Assert.True(world.Host.State.Authenticated);
    }

    [Fact]
    public async Task The_token_is_renewed_before_its_hour_ends()
    {
        await using var world = await StartAsync();
        for (var minute = 0; minute <= 180; minute++)
        {
            await world.FindAsync(Sha);
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(4, Tokens(world));
        Assert.DoesNotContain(world.Server.Requests, request => request.Target.Contains("/commits/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_that_need_a_token_at_once_wait_for_one()
    {
        await using var world = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.FindAsync(Sha)));

        Assert.Equal(1, Tokens(world));
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_replaced()
    {
        await using var world = await StartAsync();
        await world.FindAsync(Sha);
        world.Server.RequiredToken = "another";

        Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.FindAsync(Sha);
        Assert.Equal(2, Tokens(world));
    }

    [Fact]
    public async Task A_key_that_is_refused_gives_one_line_and_is_not_tried_over_and_over()
    {
        await using var world = await StartAsync();
        using var other = RSA.Create(2048);
        ((FakeGitHubHost)world.Server).AppKey = other;

        for (var time = 0; time < 20; time++)
        {
            var detail = Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha)).Detail;
            Assert.StartsWith("GitHub does not accept the key of App 17. ", detail);
            Assert.Contains("Traceboard:GitHosts:0:App:PrivateKeyFile", detail);
            Assert.DoesNotContain('\n', detail);
        }

        Assert.Single(world.Server.Requests);
        var check = (await world.Checks.RunAsync(TestContext.Current.CancellationToken)).Single();
        Assert.False(check.Ok);

        await File.WriteAllTextAsync(_file, other.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.FindAsync(Sha);
    }

    [Fact]
    public async Task An_installation_that_is_not_there_is_named()
    {
        await using var world = await StartAsync(settings => settings["GitHosts:0:App:InstallationId"] = "99");

        Assert.Contains("no installation 99 of App 17", Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha)).Detail);
    }

    [Fact]
    public async Task Neither_key_nor_token_is_in_any_log_answer_or_state()
    {
        await using var world = await StartAsync();
        var told = new List<string> { (await world.AskAsync(Sha)).ToString(), world.Host.State.ToString() };
        world.Server.RequiredToken = "another";
        told.Add((await world.AskAsync(Sha)).ToString());
        ((FakeGitHubHost)world.Server).AppKey = null;
        told.Add((await world.AskAsync(Sha)).ToString());
        world.Server.Script = async context =>
        {
            context.Response.StatusCode = 201;
            await context.Response.WriteAsync($$"""{"token":["ghs_CANARY {{context.Request.Headers.Authorization}}"]}""");
            return true;
        };
        world.Time.Advance(TimeSpan.FromHours(2));
        told.Add((await world.AskAsync(Sha)).ToString());
        told.AddRange(world.Logs.Select(log => $"{log.Message} {string.Join(' ', log.StructuredState ?? [])} {log.Exception}"));

        var statement = world.Server.Requests[0].Authorization["Bearer ".Length..];
        Assert.All(told, text => Assert.DoesNotContain("CANARY", text));
        Assert.All(told, text => Assert.DoesNotContain(statement.Split('.')[2], text));
        Assert.All(told, text => Assert.DoesNotContain("eyJ", text));
    }

    [Theory]
    [InlineData("GitHosts:0:App:Id", "0", "App:Id")]
    [InlineData("GitHosts:0:App:InstallationId", null, "App:InstallationId")]
    [InlineData("GitHosts:0:App:PrivateKeyFile", "/nowhere/key.pem", "cannot be read")]
    [InlineData("GitHosts:0:App:PrivateKeyFile", "/proc/self/status", "no RSA private key")]
    [InlineData("GitHosts:0:App:Key", "x", "GitHosts:0:App:Key is not known")]
    [InlineData("GitHosts:0:Token", "x", "exclude each other")]
    [InlineData("GitHosts:0:Kind", "GitLab", "only GitHub has Apps")]
    public void An_App_that_cannot_work_stops_the_start_with_the_reason(string key, string? value, string reason)
    {
        var settings = Settings();
        settings[key] = value;
        var services = new ServiceCollection();
        services.AddGitHosts(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<SourcesOptions>>().Value);
        Assert.Contains(reason, fault.Message);
    }

    public void Dispose()
    {
        _key.Dispose();
        File.Delete(_file);
    }

    private static int Tokens(GitHostWorld world) => world.Server.Requests.Count(request => request.Target.EndsWith("access_tokens", StringComparison.Ordinal));

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["GitHosts:0:Name"] = "host",
        ["GitHosts:0:Kind"] = "GitHub",
        ["GitHosts:0:Url"] = "https://github.example.com",
        ["GitHosts:0:App:Id"] = "17",
        ["GitHosts:0:App:InstallationId"] = "23",
        ["GitHosts:0:App:PrivateKeyFile"] = _file,
    };

    private async Task<GitHostWorld> StartAsync(Action<Dictionary<string, string?>>? configure = null)
    {
        var world = await GitHostWorld.StartAsync(time => new FakeGitHubHost(time) { AppKey = _key }, token: false, settings =>
        {
            foreach (var (key, value) in Settings().Where(setting => setting.Key.Contains(":App:", StringComparison.Ordinal)))
                settings[key] = value;
            configure?.Invoke(settings);
        });
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        return world;
    }
}
