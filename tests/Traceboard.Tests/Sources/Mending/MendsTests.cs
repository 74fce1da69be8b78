using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Images;
using Traceboard.Sources;
using Traceboard.Sources.Mapping;
using Traceboard.Sources.Mending;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Mending;

public sealed class MendsTests
{
    private const string Sha = "1234567aaaaaaa1234567aaaaaaa1234567aaaaa";

    [Theory]
    [InlineData("reg.example.com/shop/cart", "gitlab:shop/cart", "reg.example.com/shop/mailer", "reg.example.com/shop/{repo}", "gitlab:shop/{repo}")]
    [InlineData("reg.example.com/shop/cart", "gitlab:shop/cart", "reg.example.com/mobile/app", "reg.example.com/mobile/{repo}", "gitlab:mobile/{repo}")]
    [InlineData("reg.example.com/images/cart", "github:acme/cart", "reg.example.com/images/app", "reg.example.com/images/{repo}", "github:acme/{repo}")]
    [InlineData("reg.example.com/cart", "github:acme/cart", "reg.example.com/app", "reg.example.com/{repo}", "github:acme/{repo}")]
    public void A_rule_is_read_off_an_image_whose_repository_is_proven(string proven, string repository, string image, string pattern, string target)
    {
        var rule = Rule($"{image}:{Sha}", new ProvenSource(proven, Of(repository)))!;

        Assert.Equal($$"""{ "Image": "{{pattern}}", "Repository": "{{target}}" }""", rule);
        Assert.Equal(Of(repository) with { Path = target[(target.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace("{repo}", image[(image.LastIndexOf('/') + 1)..], StringComparison.Ordinal) }, Apply(rule, $"{image}:{Sha}"));
    }

    [Theory]
    [InlineData("other.example.com/shop/cart", "gitlab:shop/cart", "reg.example.com/shop/mailer")]
    [InlineData("reg.example.com/shop/cart/web", "gitlab:shop/cart", "reg.example.com/shop/mailer/web")]
    [InlineData("reg.example.com/images/cart", "github:acme/cart", "reg.example.com/others/app")]
    [InlineData("reg.example.com/shop/cart", "gitlab:shop/cart", "reg.example.com/app")]
    public void Where_nothing_can_be_read_off_nothing_is_claimed(string proven, string repository, string image) =>
        Assert.Null(Rule($"{image}:{Sha}", new ProvenSource(proven, Of(repository))));

    [Fact]
    public void The_nearest_image_of_the_registry_counts()
    {
        var rule = Rule(
            $"reg.example.com/shop/mailer:{Sha}",
            new ProvenSource("reg.example.com/images/cart", Of("github:acme/cart")),
            new ProvenSource("reg.example.com/shop/cart", Of("gitlab:retail/cart")));

        Assert.Equal("""{ "Image": "reg.example.com/shop/{repo}", "Repository": "gitlab:retail/{repo}" }""", rule);
    }

    [Theory]
    [InlineData("reg.example.com/shop/cart:latest", TraceStatus.Moving)]
    [InlineData("reg.example.com/shop/cart:1.2.3", TraceStatus.NoRevision)]
    public void An_image_without_a_commit_gets_builds_that_tag_with_the_whole_SHA_and_set_the_labels(string image, TraceStatus status)
    {
        var mend = Mends().For(image, status, [])!;

        Assert.Equal(["gitlabCi", "githubActions", "docker"], mend.Snippets.Select(snippet => snippet.Kind).Order(StringComparer.Ordinal).Reverse().OrderBy(kind => kind is "docker" ? 2 : kind is "gitlabCi" ? 0 : 1));
        Assert.All(mend.Snippets, snippet =>
        {
            Assert.Contains("reg.example.com/shop/cart:$", snippet.Text, StringComparison.Ordinal);
            Assert.Contains("org.opencontainers.image.revision=", snippet.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("SHORT", snippet.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_build_of_the_repositorys_own_host_comes_first() => Assert.Equal(
        "gitlabCi", Mends().For($"reg.gitlab.test/shop/cart:{Sha[..7]}", TraceStatus.Ambiguous, [])!.Snippets[0].Kind);

    [Theory]
    [InlineData("reg.gitlab.test/shop/cart", "read_api", "\"TokenFile\": \"/run/secrets/gitlab\"")]
    [InlineData("reg.github.test/shop/cart", "Contents and Pull requests", "\"TokenFile\": \"/run/secrets/github\"")]
    public void A_host_that_refuses_names_the_scope_that_its_token_misses(string image, string scope, string line)
    {
        var mend = Mends().For($"{image}:{Sha}", TraceStatus.Forbidden, [])!;

        Assert.Contains(scope, mend.Advice, StringComparison.Ordinal);
        Assert.Contains("shop/cart", mend.Advice, StringComparison.Ordinal);
        Assert.Contains(line, Assert.Single(mend.Snippets).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TraceStatus.Traced)]
    [InlineData(TraceStatus.Pending)]
    [InlineData(TraceStatus.External)]
    public void What_is_well_waits_or_is_someone_elses_needs_no_mend(TraceStatus status) =>
        Assert.Null(Mends().For($"reg.gitlab.test/shop/cart:{Sha}", status, []));

    private static string? Rule(string image, params ProvenSource[] proven)
    {
        Assert.True(ImageReference.TryParse(image, out var reference));
        return ProvenRule.For(reference, proven);
    }

    /// <summary>What the suggested rule does once it is pasted.</summary>
    private static Repository Apply(string rule, string image)
    {
        using var json = System.Text.Json.JsonDocument.Parse(rule);
        var settings = Settings(
            ("Sources:0:Image", json.RootElement.GetProperty("Image").GetString()!), ("Sources:0:Repository", json.RootElement.GetProperty("Repository").GetString()!));
        return new ServiceCollection().AddTracing(settings).BuildServiceProvider().GetRequiredService<Tracer>().Plan(image).Questions[0].Repository;
    }

    private static Mends Mends()
    {
        var settings = Settings(
            ("Sources:0:Image", "reg.gitlab.test/{path:**}"), ("Sources:0:Repository", "gitlab:{path}"),
            ("Sources:1:Image", "reg.github.test/{path:**}"), ("Sources:1:Repository", "github:{path}"));
        return new ServiceCollection().AddTracing(settings).BuildServiceProvider().GetRequiredService<Mends>();
    }

    private static IConfigurationRoot Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value, StringComparer.Ordinal)).Build();

    private static Repository Of(string text) => new(text.Split(':')[0], text.Split(':')[1]);
}
