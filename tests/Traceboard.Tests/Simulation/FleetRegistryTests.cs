using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Images;
using Traceboard.Simulation;
using Traceboard.Simulation.Fleet;
using Traceboard.Sources;
using Traceboard.Sources.Registries;

namespace Traceboard.Tests.Simulation;

/// <summary>Traceboard's own registry client, configured as the fleet says, against the simulated registry.</summary>
public sealed class FleetRegistryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Labels_and_annotations_name_the_commit_and_what_is_inherited_is_refused()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        await using var services = Services(fleet);
        var evidence = services.GetRequiredService<IImageEvidence>();

        var claims = new Dictionary<string, SourceClaim>(StringComparer.Ordinal);
        foreach (var service in new[] { "loyalty", "help-center", "newsletter" })
        {
            var (image, digest) = Running(fleet, service);
            Assert.True(evidence.CanRead(image));
            claims[service] = Assert.Single(Assert.IsType<ImageEvidenceAnswer.Read>(await evidence.ReadAsync(image, digest, Stop)).Claims);
        }

        Assert.Equal(("ociAnnotation", Sha("loyalty"), (string?)null), (claims["loyalty"].Kind, claims["loyalty"].Revision, claims["loyalty"].Refused));
        Assert.Equal(("ociLabel", Sha("help-center"), (string?)null), (claims["help-center"].Kind, claims["help-center"].Revision, claims["help-center"].Refused));
        Assert.StartsWith("inherited from the base image registry.example.com/platform/base/node:22", claims["newsletter"].Refused);

        string Sha(string service) => fleet.World.Of(Catalogue.Services.Single(one => one.Name == service)).Mainline[^3].Sha;
    }

    [Fact]
    public async Task Every_build_of_ours_that_runs_is_in_the_registry_but_those_that_were_pushed_over()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        await using var services = Services(fleet);
        var evidence = services.GetRequiredService<IImageEvidence>();
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var service in Catalogue.Services.Where(service => service.Repository is not null && service.Kind == "Deployment"))
        {
            var (image, digest) = Running(fleet, service.Name);
            if (await evidence.ReadAsync(image, digest, Stop) is not ImageEvidenceAnswer.Read)
                missing.Add(service.Name);
        }

        Assert.Subset(new HashSet<string>(["mailer", "referrals"], StringComparer.Ordinal), missing);
    }

    [Fact]
    public async Task Its_registries_check_well()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        await using var services = Services(fleet);

        var checks = await services.GetRequiredService<RegistryChecks>().RunAsync(Stop);

        Assert.Equal(["Registry ghcr.io", "Registry registry.example.com"], checks.Select(check => check.Subject));
        Assert.All(checks, check => Assert.True(check.Ok, check.Message));
    }

    private static (ImageReference Image, string Digest) Running(SimulatedFleet fleet, string service)
    {
        var pod = fleet.Clusters[2].List("pods").First(pod => (string?)pod["metadata"]!["labels"]!["app.kubernetes.io/name"] == service);
        Assert.True(ImageReference.TryParse((string?)pod["spec"]!["containers"]![0]!["image"], out var image));
        return (image, ((string)pod["status"]!["containerStatuses"]![0]!["imageID"]!).Split('@')[1]);
    }

    private static ServiceProvider Services(SimulatedFleet fleet) => new ServiceCollection()
        .AddLogging()
        .AddRegistries(new ConfigurationBuilder().AddInMemoryCollection(fleet.Configuration).Build().GetSection("Traceboard"))
        .BuildServiceProvider();
}
