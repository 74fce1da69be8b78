using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Sources;

namespace Traceboard.Tests.Fakes;

/// <summary>A fake Git host, the real one that asks it over the whole pipeline, a clock of its own, and all it logs.</summary>
internal sealed class GitHostWorld : IAsyncDisposable
{
    public const string Canary = "glpat-CANARY-0123456789";
    private readonly ServiceProvider _provider;

    private GitHostWorld(FakeGitHost server, FakeTimeProvider time, ServiceProvider provider)
    {
        (Server, Time, _provider) = (server, time, provider);
        Host = provider.GetRequiredService<GitHosts>().Find("host")!;
    }

    public FakeGitHost Server { get; }

    public FakeTimeProvider Time { get; }

    public IGitHost Host { get; }

    public GitHosts Hosts => _provider.GetRequiredService<GitHosts>();

    public IReadOnlyList<FakeLogRecord> Logs => _provider.GetRequiredService<FakeLogCollector>().GetSnapshot();

    public GitHostChecks Checks => _provider.GetRequiredService<GitHostChecks>();

    public static async Task<GitHostWorld> StartAsync(
        Func<TimeProvider, FakeGitHost> create, bool token = true, Action<Dictionary<string, string?>>? configure = null, FakeTimeProvider? clock = null)
    {
        var time = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var server = create(time);
        if (server.Url.Length == 0)
            await server.StartAsync();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GitHosts:0:Name"] = "host",
            ["GitHosts:0:Kind"] = server.Kind,
            ["GitHosts:0:Url"] = server.Url,
            ["GitHosts:0:Token"] = token ? Canary : null,
        };
        configure?.Invoke(settings);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton<TimeProvider>(time);
        services.AddGitHosts(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return new GitHostWorld(server, time, services.BuildServiceProvider());
    }

    public async Task<CommitAnswer> AskAsync(string candidate, string path = "acme/shop") =>
        (await Host.FindCommitsAsync([new CommitQuestion(path, candidate)], TestContext.Current.CancellationToken))[0];

    public async Task<Commit> FindAsync(string candidate, string path = "acme/shop") =>
        Assert.IsType<CommitAnswer.Found>(await AskAsync(candidate, path)).Commit;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Server.DisposeAsync();
    }
}
