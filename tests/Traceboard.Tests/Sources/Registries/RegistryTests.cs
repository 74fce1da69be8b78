using System.Text.Json.Nodes;
using Traceboard.Simulation.Registry;
using Traceboard.Sources.Registries;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Registries;

/// <summary>What a registry is asked, and what is understood of its answers.</summary>
public sealed class RegistryTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";
    private const string Revision = "org.opencontainers.image.revision";
    private const string Source = "org.opencontainers.image.source";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Labels_are_read_from_the_configuration(bool docker)
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.Server.Store.Push(RegistryWorld.Repository, "1.0.0", new SimulatedImage
        {
            Labels = Texts((Revision, Sha), (Source, "https://github.com/acme/shop"), ("maintainer", "somebody")),
            CreatedAt = DateTimeOffset.Parse("2026-01-02T03:04:05Z"),
            DockerTypes = docker,
        });

        var image = await world.FindAsync(digest);

        var platform = Assert.Single(image.Platforms);
        Assert.Equal(("linux/amd64", digest, DateTimeOffset.Parse("2026-01-02T03:04:05Z")), (platform.Platform, platform.Digest, platform.CreatedAt));
        Assert.Equal([new ImageClaim(true, Revision, Sha), new ImageClaim(true, Source, "https://github.com/acme/shop")], platform.Claims);
    }

    [Fact]
    public async Task A_revision_in_an_annotation_saves_reading_the_configuration()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.Server.Store.Push(RegistryWorld.Repository, null, RegistryWorld.Labelled("inherited") with { Annotations = Texts((Revision, Sha)) });

        var image = await world.FindAsync(digest);

        Assert.Equal([new ImageClaim(false, Revision, Sha)], image.Platforms.Single().Claims);
        Assert.DoesNotContain(world.Server.Requests, request => request.Target.Contains("/blobs/"));
    }

    [Fact]
    public async Task A_revision_in_an_index_saves_reading_its_images()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.Server.Store.PushIndex(RegistryWorld.Repository, null, [Arm(Sha), RegistryWorld.Labelled(Sha)], Texts((Revision, Sha)));

        var image = await world.FindAsync(digest);

        Assert.Equal([new ImageClaim(false, Revision, Sha)], image.IndexClaims);
        Assert.Equal(["linux/arm64", "linux/amd64"], image.Platforms.Select(platform => platform.Platform));
        Assert.Single(world.Server.Requests);
    }

    [Fact]
    public async Task All_images_of_an_index_are_read_and_attestations_are_none()
    {
        await using var world = await RegistryWorld.StartAsync();
        var store = world.Server.Store;
        var index = JsonNode.Parse(store.Content(RegistryWorld.Repository, store.PushIndex(RegistryWorld.Repository, null, [Arm("b"), RegistryWorld.Labelled("a")]))!.Bytes)!.AsObject();
        var attestation = index["manifests"]![0]!.DeepClone();
        attestation["platform"] = new JsonObject { ["os"] = "unknown", ["architecture"] = "unknown" };
        index["manifests"]!.AsArray().Add(attestation);
        var digest = store.PutTagged(RegistryWorld.Repository, null, RegistryStore.Bytes(index), "application/vnd.oci.image.index.v1+json");

        var image = await world.FindAsync(digest);

        Assert.Equal([("linux/arm64", "b"), ("linux/amd64", "a")], image.Platforms.Select(platform => (platform.Platform!, platform.Claims.Single().Value)));
    }

    [Fact]
    public async Task The_digest_of_a_tag_costs_one_HEAD_and_no_GET()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled(Sha);

        Assert.Equal(new RegistryAnswer.Digest(digest), await world.HeadAsync());

        Assert.Equal(["HEAD"], world.Server.Requests.Select(request => request.Method));
        Assert.Contains("application/vnd.oci.image.index.v1+json", world.Server.Requests[0].Accept);
        Assert.Contains("application/vnd.docker.distribution.manifest.list.v2+json", world.Server.Requests[0].Accept);
    }

    [Fact]
    public async Task A_registry_that_tells_no_digest_is_counted_after()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled(Sha);
        world.Server.Script = async context =>
        {
            if (context.Request.Method != "HEAD")
                return false;
            await Task.CompletedTask;
            return true;
        };

        Assert.Equal(new RegistryAnswer.Digest(digest), await world.HeadAsync());
    }

    [Fact]
    public async Task What_was_read_is_never_asked_for_again()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled(Sha);
        await world.FindAsync(digest);
        var requests = world.Server.Requests.Count;
        world.Time.Advance(TimeSpan.FromDays(300));

        await world.FindAsync(digest);

        Assert.Equal(requests, world.Server.Requests.Count);
    }

    [Fact]
    public async Task What_is_not_there_is_missing_and_asked_for_again()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = RegistryStore.DigestOf([1, 2, 3]);
        Assert.IsType<RegistryAnswer.Missing>(await world.ReadAsync(digest));
        Assert.IsType<RegistryAnswer.Missing>(await world.HeadAsync("2.0.0"));
        Assert.Null(world.Registry.State.LastError);

        Assert.Equal(world.PushLabelled(Sha), Assert.IsType<RegistryAnswer.Digest>(await world.HeadAsync()).Value);
    }

    [Theory]
    [InlineData("sha256:abc")]
    [InlineData("sha256:../../../../v2/secret/manifests/latest00000000000000000000000000000000")]
    [InlineData("md5:0123456789abcdef0123456789abcdef")]
    [InlineData("")]
    public async Task What_is_no_digest_is_never_asked_for(string digest)
    {
        await using var world = await RegistryWorld.StartAsync();

        Assert.IsType<RegistryAnswer.Unreadable>(await world.ReadAsync(digest));
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task A_chart_or_another_artifact_has_annotations_alone()
    {
        await using var world = await RegistryWorld.StartAsync();
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["config"] = new JsonObject { ["mediaType"] = "application/vnd.cncf.helm.config.v1+json", ["digest"] = RegistryStore.DigestOf([]), ["size"] = 2 },
            ["layers"] = new JsonArray(),
            ["annotations"] = new JsonObject { [Source] = "https://github.com/acme/charts" },
        };
        var digest = world.Server.Store.PutTagged(RegistryWorld.Repository, null, RegistryStore.Bytes(manifest), "application/vnd.oci.image.manifest.v1+json");

        Assert.Equal("https://github.com/acme/charts", (await world.FindAsync(digest)).Platforms.Single().Claims.Single().Value);
        Assert.Single(world.Server.Requests);
    }

    private static SimulatedImage Arm(string revision) => RegistryWorld.Labelled(revision) with { Architecture = "arm64" };

    private static Dictionary<string, string> Texts(params (string Key, string Value)[] texts) => texts.ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);
}
