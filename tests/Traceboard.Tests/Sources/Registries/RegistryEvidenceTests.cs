using Traceboard.Simulation.Registry;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Registries;

/// <summary>What a registry tells of a build, as tracing takes it.</summary>
public sealed class RegistryEvidenceTests
{
    private const string Base = "org.opencontainers.image.base.name";
    private const string Revision = "org.opencontainers.image.revision";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_images_of_configured_registries_that_are_not_someone_elses_can_be_read()
    {
        await using var world = await RegistryWorld.StartAsync();

        Assert.True(world.Evidence.CanRead(RegistryWorld.Cart()));
        Assert.False(world.Evidence.CanRead(RegistryWorld.Image("docker.io/library/nginx:1")));
        Assert.False(world.Evidence.CanRead(RegistryWorld.Image($"{RegistryWorld.Host}/external/redis:8")));
        Assert.True(world.Evidence.CanRead(RegistryWorld.Image($"{RegistryWorld.Host}/no/rule/here:1")));
        Assert.IsType<ImageEvidenceAnswer.Missing>(await world.Evidence.ReadAsync(RegistryWorld.Image("ghcr.io/acme/shop:1"), null, Stop));
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task A_build_without_a_digest_is_found_by_its_tag()
    {
        await using var world = await RegistryWorld.StartAsync();
        var digest = world.PushLabelled("abc1234");

        var read = await ReadAsync(world, null);

        Assert.Equal("abc1234", Assert.Single(read.Claims).Revision);
        Assert.Equal([digest], read.Digests);
    }

    [Fact]
    public async Task The_digest_that_runs_counts_and_not_where_the_tag_has_moved_to()
    {
        await using var world = await RegistryWorld.StartAsync();
        var running = world.PushLabelled("abc1234");
        world.PushLabelled("def5678");

        var read = await ReadAsync(world, running);

        Assert.Equal("abc1234", Assert.Single(read.Claims).Revision);
        Assert.Equal([running], read.Digests);
    }

    [Fact]
    public async Task A_platform_and_its_index_are_one_build_and_only_the_platform_that_runs_must_tell()
    {
        await using var world = await RegistryWorld.StartAsync();
        var index = world.Server.Store.PushIndex(RegistryWorld.Repository, "1.0.0", [RegistryWorld.Labelled("abc1234"), RegistryWorld.Labelled("def5678") with { Architecture = "arm64" }]);
        var arm = world.Server.Store.Push(RegistryWorld.Repository, null, RegistryWorld.Labelled("def5678") with { Architecture = "arm64" });

        var whole = await ReadAsync(world, index);
        var one = await ReadAsync(world, arm);

        Assert.Contains("platforms disagree", Assert.Single(whole.Claims).Refused);
        Assert.Equal(("def5678", (string?)null), (Assert.Single(one.Claims).Revision, one.Claims[0].Refused));
        Assert.Equal(3, whole.Digests.Count);
        Assert.Equal(whole.Digests, one.Digests);
    }

    [Fact]
    public async Task Labels_of_the_base_image_are_refused_wherever_it_lies()
    {
        await using var world = await RegistryWorld.StartAsync();
        world.PushLabelled("abc1234", "20", "base/node");
        var inherited = world.Server.Store.Push(RegistryWorld.Repository, "1.0.0", Labels((Revision, "abc1234"), (Base, $"{RegistryWorld.Host}/base/node:20")));
        var own = world.Server.Store.Push(RegistryWorld.Repository, "1.0.0", Labels((Revision, "def5678"), (Base, $"{RegistryWorld.Host}/base/node:20")));
        var elsewhere = world.Server.Store.Push(RegistryWorld.Repository, "1.0.0", Labels((Revision, "abc1234"), (Base, "docker.io/library/node:20")));

        Assert.Equal($"inherited from the base image {RegistryWorld.Host}/base/node:20", (await ReadAsync(world, inherited)).Claims.Single().Refused);
        Assert.Null((await ReadAsync(world, own)).Claims.Single().Refused);
        // Nobody but the Git host can tell then.
        Assert.Null((await ReadAsync(world, elsewhere)).Claims.Single().Refused);
    }

    [Fact]
    public async Task While_the_base_image_cannot_be_had_nothing_is_said()
    {
        await using var world = await RegistryWorld.StartAsync();
        world.PushLabelled("abc1234", "20", "base/node");
        var digest = world.Server.Store.Push(RegistryWorld.Repository, "1.0.0", Labels((Revision, "abc1234"), (Base, $"{RegistryWorld.Host}/base/node:20")));
        world.Server.Script = context =>
        {
            var broken = context.Request.Path.StartsWithSegments("/v2/base", StringComparison.Ordinal);
            context.Response.StatusCode = broken ? 503 : 200;
            return Task.FromResult(broken);
        };

        Assert.IsType<ImageEvidenceAnswer.Failed>(await world.Evidence.ReadAsync(RegistryWorld.Cart(), digest, Stop));
        world.Server.Script = null;
        Assert.NotNull((await ReadAsync(world, digest)).Claims.Single().Refused);
    }

    [Fact]
    public async Task What_is_missing_refused_or_unreadable_is_told_as_such()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Basic);
        Assert.IsType<ImageEvidenceAnswer.Forbidden>(await world.Evidence.ReadAsync(RegistryWorld.Cart(), null, Stop));
        world.Server.Door = RegistryDoor.Open;
        world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<ImageEvidenceAnswer.Missing>(await world.Evidence.ReadAsync(RegistryWorld.Cart(), null, Stop));
        var old = world.Server.Store.PutTagged(RegistryWorld.Repository, "1.0.0", "{\"schemaVersion\":1}"u8.ToArray(), "application/vnd.docker.distribution.manifest.v1+json");

        Assert.Contains("schema 1", (await ReadAsync(world, old)).Claims.Single().Refused);
    }

    private static async Task<ImageEvidenceAnswer.Read> ReadAsync(RegistryWorld world, string? digest) =>
        Assert.IsType<ImageEvidenceAnswer.Read>(await world.Evidence.ReadAsync(RegistryWorld.Cart(), digest, Stop));

    private static SimulatedImage Labels(params (string Key, string Value)[] labels) =>
        new() { Labels = labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal) };
}
