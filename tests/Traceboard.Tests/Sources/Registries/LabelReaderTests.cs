using Traceboard.Sources;
using Traceboard.Sources.Registries;
using Traceboard.Sources.Registries.Labels;

namespace Traceboard.Tests.Sources.Registries;

/// <summary>What is made of annotations and labels, and which are not to be believed.</summary>
public sealed class LabelReaderTests
{
    private const string Revision = "org.opencontainers.image.revision";
    private const string Source = "org.opencontainers.image.source";
    private const string Version = "org.opencontainers.image.version";
    private const string Created = "org.opencontainers.image.created";
    private const string Shop = "https://github.com/acme/shop";
    private static readonly DateTimeOffset Built = DateTimeOffset.Parse("2026-03-01T12:00:00Z");

    [Theory]
    [InlineData("org.opencontainers.image.revision", "org.opencontainers.image.source")]
    [InlineData("org.label-schema.vcs-ref", "org.label-schema.vcs-url")]
    [InlineData("vcs-ref", "vcs-url")]
    [InlineData("io.openshift.build.commit.id", "io.openshift.build.source-location")]
    public void Every_convention_is_read_with_the_source_beside_it(string revision, string source)
    {
        var claim = Assert.Single(Read(Labels((revision, "abc1234"), (source, Shop))));

        Assert.Equal(("ociLabel", "abc1234", Shop, $"{revision}, {source}", (string?)null), (claim.Kind, claim.Revision, claim.Source, claim.Keys, claim.Refused));
    }

    [Theory]
    [InlineData("""{"source":{"type":"git","version":{"commit":"abc1234"},"metadata":{"repository":"https://github.com/acme/shop"}}}""", "abc1234", Shop)]
    [InlineData("""{"source":{"type":"git","version":{"commit":"abc1234","describe":"v1"}}}""", "abc1234", null)]
    public void The_metadata_of_buildpacks_is_read(string metadata, string revision, string? source)
    {
        var claim = Assert.Single(Read(Labels(("io.buildpacks.project.metadata", metadata))));

        Assert.Equal((revision, source, "io.buildpacks.project.metadata"), (claim.Revision, claim.Source, claim.Keys));
    }

    [Theory]
    [InlineData("""{"source":{"type":"image","version":{"commit":"abc1234"}}}""")]
    [InlineData("""{"source":7}""")]
    [InlineData("""{"source":{"type":"git","version":[1]}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("nonsense")]
    public void Metadata_that_is_none_says_nothing(string metadata) => Assert.Empty(Read(Labels(("io.buildpacks.project.metadata", metadata))));

    [Fact]
    public void A_source_of_another_convention_does_not_go_with_a_revision()
    {
        var claims = Read(Labels((Revision, "abc1234"), ("org.label-schema.vcs-url", "https://github.com/CentOS/sig-cloud-instance-images")));

        Assert.Null(claims[0].Source);
        Assert.Equal("https://github.com/CentOS/sig-cloud-instance-images", claims[1].Source);
    }

    [Fact]
    public void An_index_speaks_before_a_manifest_and_a_manifest_before_a_label()
    {
        var image = Image(Platform("amd64", new ImageClaim(true, Revision, "ccccccc"), new ImageClaim(false, Revision, "bbbbbbb"))) with { IndexClaims = [new ImageClaim(false, Revision, "aaaaaaa")] };

        Assert.Equal(
            [("ociAnnotation", "aaaaaaa", "sha256:image"), ("ociAnnotation", "bbbbbbb", "sha256:amd64"), ("ociLabel", "ccccccc", "sha256:amd64")],
            Read(image).Select(claim => (claim.Kind, claim.Revision!, claim.Origin)));
    }

    [Theory]
    [InlineData("abc1234", "abc1234", null)]
    [InlineData("abc1234", "def5678", "its platforms disagree: linux/amd64 says abc1234, linux/arm64 says def5678")]
    [InlineData("abc1234", null, "its platforms disagree: linux/amd64 says abc1234, linux/arm64 says nothing")]
    [InlineData(null, "def5678", "its platforms disagree: linux/amd64 says nothing, linux/arm64 says def5678")]
    public void All_platforms_must_say_the_same(string? one, string? other, string? refused)
    {
        var image = Image(Platform("amd64", Claims(one)), Platform("arm64", Claims(other)));

        Assert.Equal(refused, Assert.Single(Read(image)).Refused);

        static ImageClaim[] Claims(string? revision) => revision is null ? [] : [new ImageClaim(true, Revision, revision)];
    }

    [Fact]
    public void What_the_base_image_says_too_is_inherited()
    {
        var baseImage = Labels((Revision, "abc1234"), (Source, "https://github.com/acme/base"));

        var claim = Assert.Single(Read(Labels((Revision, "abc1234"), (Source, "https://github.com/acme/base")), baseImage));

        Assert.Equal("inherited from the base image docker.io/acme/base:1", claim.Refused);
    }

    [Fact]
    public void What_was_written_anew_is_not_inherited_though_it_is_the_same()
    {
        var baseImage = Labels((Revision, "abc1234"), (Created, "2026-03-01T11:00:00Z"));

        Assert.Null(Assert.Single(Read(Labels((Revision, "abc1234"), (Created, "2026-03-01T11:30:00Z")), baseImage)).Refused);
    }

    [Fact]
    public void A_source_that_is_the_base_images_is_left_out_of_a_revision_that_is_not()
    {
        var baseImage = Labels((Revision, "abc1234"), (Source, "https://github.com/acme/base.git"));

        var claim = Assert.Single(Read(Labels((Revision, "def5678"), (Source, "https://github.com/acme/base")), baseImage));

        Assert.Equal(("def5678", (string?)null, (string?)null), (claim.Revision, claim.Source, claim.Refused));
    }

    [Fact]
    public void Another_source_than_the_base_images_counts_where_neither_has_a_revision()
    {
        var baseImage = Labels((Source, "https://github.com/acme/base"));

        Assert.Null(Assert.Single(Read(Labels((Source, Shop)), baseImage)).Refused);
        Assert.NotNull(Assert.Single(Read(baseImage, baseImage)).Refused);
    }

    [Theory]
    [InlineData(Created, "2026-02-28T11:00:00Z", true)]
    [InlineData(Created, "2026-03-01T11:00:00Z", false)]
    [InlineData(Created, "2026-03-01T13:00:00Z", false)]
    [InlineData(Created, "not a time", false)]
    public void Labels_that_are_older_than_the_image_were_written_for_another(string key, string written, bool refused)
    {
        var image = Image(Platform("amd64", new ImageClaim(true, Revision, "abc1234"), new ImageClaim(true, key, written)) with { CreatedAt = Built });

        Assert.Equal(refused, Assert.Single(Read(image)).Refused is not null);
    }

    [Fact]
    public void Annotations_are_written_for_this_image_and_never_inherited()
    {
        var image = Image(Platform("amd64", new ImageClaim(false, Revision, "abc1234"), new ImageClaim(false, Created, "2020-01-01T00:00:00Z")) with { CreatedAt = Built });

        Assert.Null(Assert.Single(Read(image, Labels((Revision, "abc1234")))).Refused);
    }

    [Fact]
    public void The_version_of_a_distribution_is_nobodys_release()
    {
        // As ubuntu:22.04 leaves it in whatever is built on it.
        Assert.NotNull(Assert.Single(Read(Labels((Version, "22.04")))).Refused);
        Assert.Null(Assert.Single(Read(Labels((Version, "1.4.0"), (Source, Shop)))).Refused);
    }

    [Fact]
    public void What_is_longer_than_any_revision_is_none()
    {
        var claim = Assert.Single(Read(Labels((Revision, new string('a', 257)), (Source, "  " + Shop + " "))));

        Assert.Equal(((string?)null, Shop), (claim.Revision, claim.Source));
    }

    [Fact]
    public void An_image_that_says_nothing_claims_nothing() => Assert.Empty(Read(Labels(("maintainer", "somebody"))));

    private static IReadOnlyList<SourceClaim> Read(RegistryImage image, RegistryImage? baseImage = null) => LabelReader.Read(image, baseImage, "docker.io/acme/base:1");

    private static RegistryImage Labels(params (string Key, string Value)[] labels) => Image(Platform("amd64", [.. labels.Select(label => new ImageClaim(true, label.Key, label.Value))]));

    private static RegistryImage Image(params PlatformImage[] platforms) => new() { Digest = "sha256:image", Platforms = platforms };

    private static PlatformImage Platform(string architecture, params ImageClaim[] claims) =>
        new() { Digest = $"sha256:{architecture}", Platform = $"linux/{architecture}", Claims = claims };
}
