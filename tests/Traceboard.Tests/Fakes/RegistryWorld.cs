using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Images;
using Traceboard.Simulation.Registry;
using Traceboard.Sources;
using Traceboard.Sources.Registries;

namespace Traceboard.Tests.Fakes;

/// <summary>A registry over real HTTP, the client that asks it over the whole pipeline, a clock of its own, and all it logs.</summary>
internal sealed class RegistryWorld : IAsyncDisposable
{
    public const string Host = "registry.example.com";
    public const string Repository = "shop/cart";
    private readonly ServiceProvider _provider;

    private RegistryWorld(SimulatedRegistry server, FakeTimeProvider time, ServiceProvider provider) => (Server, Time, _provider) = (server, time, provider);

    public SimulatedRegistry Server { get; }

    public FakeTimeProvider Time { get; }

    public Registry Registry => Registries.All[0];

    public ConfiguredRegistries Registries => _provider.GetRequiredService<ConfiguredRegistries>();

    public IImageEvidence Evidence => _provider.GetRequiredService<IImageEvidence>();

    public RegistryChecks Checks => _provider.GetRequiredService<RegistryChecks>();

    public IReadOnlyList<FakeLogRecord> Logs => _provider.GetRequiredService<FakeLogCollector>().GetSnapshot();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RegistryWorld> StartAsync(
        RegistryDoor door = RegistryDoor.Open, bool user = false, Action<Dictionary<string, string?>, SimulatedRegistry>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var server = await SimulatedRegistry.StartAsync(Stop);
        server.Door = door;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Sources:0:Image"] = $"{Host}/external/**",
            ["Sources:0:External"] = "true",
            ["Sources:1:Image"] = $"{Host}/{{group}}/{{repo}}",
            ["Sources:1:Repository"] = "github:{group}/{repo}",
            ["Registries:0:Host"] = Host,
            ["Registries:0:Url"] = server.Address.GetLeftPart(UriPartial.Authority),
            ["Registries:0:UserName"] = user ? SimulatedRegistry.UserName : null,
            ["Registries:0:Password"] = user ? SimulatedRegistry.Password : null,
        };
        configure?.Invoke(settings, server);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddSingleton<TimeProvider>(time);
        services.AddRegistries(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return new RegistryWorld(server, time, services.BuildServiceProvider());
    }

    public static ImageReference Image(string reference) =>
        ImageReference.TryParse(reference, out var image) ? image : throw new FormatException(reference);

    public static ImageReference Cart(string tag = "1.0.0") => Image($"{Host}/{Repository}:{tag}");

    public Task<RegistryAnswer> ReadAsync(string digest, CancellationToken? stop = null) => Registry.ReadAsync(Cart(), digest, stop ?? Stop);

    public async Task<RegistryImage> FindAsync(string digest) => Assert.IsType<RegistryAnswer.Image>(await ReadAsync(digest)).Value;

    public Task<RegistryAnswer> HeadAsync(string tag = "1.0.0") => Registry.FindDigestAsync(Cart(tag), Stop);

    /// <summary>An image with one label that names a revision.</summary>
    public string PushLabelled(string revision, string? tag = "1.0.0", string repository = Repository) =>
        Server.Store.Push(repository, tag, Labelled(revision));

    public static SimulatedImage Labelled(string revision) =>
        new() { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["org.opencontainers.image.revision"] = revision } };

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Server.DisposeAsync();
    }
}
