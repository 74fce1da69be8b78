using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Images;
using Traceboard.Sources;
using Traceboard.Sources.Registries;

namespace Traceboard.EndToEnd.Processes;

/// <summary>The registry client against a real registry.</summary>
public sealed class DockerRegistryTests
{
    private const string Revision = "org.opencontainers.image.revision";
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Labels_are_read_from_a_real_registry_with_its_own_sign_in()
    {
        Assert.SkipUnless(DockerRegistry.IsInstalled, "docker-registry is not installed (Debian's package of that name)");
        await using var server = await DockerRegistry.StartAsync(Stop);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [Revision] = Sha };
        var amd = await server.PushAsync("shop/cart", "1.0.0", labels, Stop);
        var arm = await server.PushAsync("shop/cart", "1.0.0-arm64", new Dictionary<string, string>(labels, StringComparer.Ordinal) { ["arm"] = "64" }, Stop);
        var index = await server.PushIndexAsync("shop/cart", "2.0.0", [(amd, "amd64"), (arm, "arm64")], Stop);
        await using var services = Services(server, DockerRegistry.Password);
        var evidence = services.GetRequiredService<IImageEvidence>();

        var one = Read(await evidence.ReadAsync(Image(server, "1.0.0"), null, Stop));
        var both = Read(await evidence.ReadAsync(Image(server, "2.0.0"), index, Stop));
        var platform = Read(await evidence.ReadAsync(Image(server, "2.0.0"), arm, Stop));

        Assert.Equal((Sha, (string?)null, amd), (one.Claims.Single().Revision, one.Claims.Single().Refused, one.Digests.Single()));
        Assert.Equal((Sha, (string?)null), (both.Claims.Single().Revision, both.Claims.Single().Refused));
        Assert.Equal([index, amd, arm], both.Digests);
        Assert.Equal(both.Digests, platform.Digests);
        Assert.IsType<ImageEvidenceAnswer.Missing>(await evidence.ReadAsync(Image(server, "3.0.0"), null, Stop));
        var check = Assert.Single(await services.GetRequiredService<RegistryChecks>().RunAsync(Stop));
        Assert.True(check.Ok, check.Message);
    }

    [Fact]
    public async Task A_real_registry_refuses_a_wrong_password_once()
    {
        Assert.SkipUnless(DockerRegistry.IsInstalled, "docker-registry is not installed (Debian's package of that name)");
        await using var server = await DockerRegistry.StartAsync(Stop);
        await using var services = Services(server, "another-password");

        var refused = await services.GetRequiredService<IImageEvidence>().ReadAsync(Image(server, "1.0.0"), null, Stop);

        Assert.Contains("Traceboard:Registries:0:PasswordFile", Assert.IsType<ImageEvidenceAnswer.Forbidden>(refused).Detail);
        Assert.Equal(2, services.GetRequiredService<ConfiguredRegistries>().All[0].State.Calls);
    }

    private static ImageEvidenceAnswer.Read Read(ImageEvidenceAnswer answer) => Assert.IsType<ImageEvidenceAnswer.Read>(answer);

    private static ImageReference Image(DockerRegistry server, string tag) =>
        ImageReference.TryParse($"{server.Address.Authority}/shop/cart:{tag}", out var image) ? image : throw new FormatException(tag);

    private static ServiceProvider Services(DockerRegistry server, string password) => new ServiceCollection()
        .AddLogging()
        .AddRegistries(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // On this machine a registry speaks plain http.
            ["Registries:0:Host"] = server.Address.Authority,
            ["Registries:0:UserName"] = DockerRegistry.UserName,
            ["Registries:0:Password"] = password,
            ["Sources:0:Image"] = $"{server.Address.Authority}/**",
            ["Sources:0:Repository"] = "github:acme/shop",
        }).Build())
        .BuildServiceProvider();
}
