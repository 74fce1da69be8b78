using Traceboard.Images;
using Traceboard.Sources;
using Traceboard.Sources.Mapping;

namespace Traceboard.Tests.Sources.Mapping;

public sealed class SourceMappingTests
{
    [Theory]
    [InlineData("eu.gcr.io/acme/{repo}", "github:acme/{repo}", "eu.gcr.io/acme/shop:1", "github:acme/shop")]
    [InlineData("registry.example.com/{group}/{project}/**", "gitlab:{group}/{project}", "registry.example.com/g/p", "gitlab:g/p")]
    [InlineData("registry.example.com/{group}/{project}/**", "gitlab:{group}/{project}", "registry.example.com/g/p/x/y", "gitlab:g/p")]
    [InlineData("registry.example.com/apps/app-{repo}", "github:acme/{repo}", "registry.example.com/apps/app-shop", "github:acme/shop")]
    [InlineData("registry.example.com/apps/{repo}-image", "github:acme/{repo}", "registry.example.com/apps/my-shop-image", "github:acme/my-shop")]
    [InlineData("registry.example.com/apps/{repo}-*", "github:acme/{repo}", "registry.example.com/apps/shop-api-worker", "github:acme/shop")]
    [InlineData("*.dkr.ecr.*.amazonaws.com/{repo}", "github:acme/{repo}", "123.dkr.ecr.eu-west-1.amazonaws.com/shop", "github:acme/shop")]
    [InlineData("**/{repo}", "github:acme/{repo}", "europe-docker.pkg.dev/acme/images/shop", "github:acme/shop")]
    [InlineData("harbor.example.com/proxy/{path:**}", "gitlab:{path}", "harbor.example.com/proxy/g/s/p", "gitlab:g/s/p")]
    [InlineData("harbor.example.com/{path:**}/api", "gitlab:{path}", "harbor.example.com/g/s/p/api", "gitlab:g/s/p")]
    [InlineData("Registry.Example.com:5000/{repo}", "GitHub:acme/{Repo}", "registry.example.com:5000/shop", "github:acme/shop")]
    [InlineData("docker.io/acme/*", "github:acme/mono", "acme/anything", "github:acme/mono")]
    [InlineData("index.docker.io/acme/*", "github:acme/mono", "acme/anything", "github:acme/mono")]
    [InlineData("localhost/{repo}", "github:acme/{repo}", "localhost/shop", "github:acme/shop")]
    [InlineData("registry.example.com/**/{repo}", "github:acme/{repo}", "registry.example.com/shop", "github:acme/shop")]
    public void A_rule_leads_to_its_repository(string image, string repository, string running, string expected) =>
        Assert.Equal(expected, Assert.Single(Find(running, Rule(image, repository))!.Repositories).ToString());

    [Theory]
    [InlineData("eu.gcr.io/acme/{repo}", "eu.gcr.io/acme/shop/api")]
    [InlineData("eu.gcr.io/acme/{repo}", "gcr.io/acme/shop")]
    [InlineData("eu.gcr.io/acme/{repo}", "eu.gcr.io/acmex/shop")]
    [InlineData("registry.example.com/{group}/{project}/**", "registry.example.com/g")]
    [InlineData("registry.example.com/apps/app-{repo}", "registry.example.com/apps/shop")]
    [InlineData("*.example.com/{repo}", "registry.example.com.evil.org/shop")]
    [InlineData("registry.example.com/**", "registry.example.com.evil.org/shop")]
    public void A_rule_leaves_other_images_alone(string image, string running) =>
        Assert.Null(Find(running, Rule(image, "github:acme/shop")));

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        var match = Find("docker.io/library/postgres:16", External("docker.io/library/**"), Rule("docker.io/{a}/{repo}", "github:{a}/{repo}"));
        Assert.True(match!.External);
        Assert.Equal("docker.io/library/** is external", match.Rule);
        Assert.Equal("github:library/postgres", Find("postgres", Rule("docker.io/{a}/{repo}", "github:{a}/{repo}"), External("docker.io/library/**"))!.Repositories.Single().ToString());
    }

    [Fact]
    public void The_path_of_a_monorepo_takes_captures() =>
        Assert.Equal("services/api", Find("registry.example.com/api", new SourceRuleOptions { Image = "registry.example.com/{name}", Repository = "github:acme/mono", Path = "services/{name}" })!.Path);

    [Theory]
    [InlineData("ghcr.io/acme/shop", "github:acme/shop")]
    [InlineData("ghcr.io/acme/shop/api", "github:acme/shop")]
    [InlineData("registry.gitlab.com/g/p", "gitlab:g/p")]
    [InlineData("registry.gitlab.com/g/p/x", "gitlab:g/p/x gitlab:g/p")]
    [InlineData("registry.gitlab.com/g/s/p/x", "gitlab:g/s/p/x gitlab:g/s/p gitlab:g/s")]
    [InlineData("registry.gitlab.com/a/b/c/d/e/f", "gitlab:a/b/c/d/e/f gitlab:a/b/c/d/e gitlab:a/b/c/d")]
    public void Built_in_rules_know_the_registries_of_the_Git_hosts(string running, string expected) =>
        Assert.Equal(expected, string.Join(' ', Find(running)!.Repositories));

    [Theory]
    [InlineData("registry.git.example.com/g/p")]
    [InlineData("git.example.com:5050/g/p")]
    [InlineData("git.example.com:5005/g/p")]
    [InlineData("git.example.com:4567/g/p")]
    public void A_GitLab_host_of_ones_own_has_its_own_registry(string running)
    {
        var options = new SourcesOptions { GitHosts = { new GitHostOptions { Name = "own", Kind = "GitLab", Url = "https://git.example.com" } } };
        Assert.Equal("own:g/p", Mapping(options).Find(Reference(running))!.Repositories.Single().ToString());
    }

    [Fact]
    public void Built_in_rules_follow_the_configured_ones_and_can_be_turned_off()
    {
        Assert.Equal("github:acme/mono", Find("ghcr.io/acme/shop", Rule("ghcr.io/acme/**", "github:acme/mono"))!.Repositories.Single().ToString());
        Assert.Null(Mapping(new SourcesOptions { BuiltInSources = false }).Find(Reference("ghcr.io/acme/shop")));
    }

    [Fact]
    public void A_GitHub_host_of_ones_own_is_not_taken_for_github_com()
    {
        var options = new SourcesOptions { GitHosts = { new GitHostOptions { Name = "ghes", Kind = "GitHub", Url = "https://github.example.com" } } };
        Assert.Null(Mapping(options).Find(Reference("ghcr.io/acme/shop")));
    }

    [Theory]
    [InlineData("", "github:a/b", "Traceboard:Sources:0:Image", "is empty")]
    [InlineData("registry.example.com/{repo", "github:a/b", "Traceboard:Sources:0:Image", "without its }")]
    [InlineData("registry.example.com/repo}", "github:a/b", "Traceboard:Sources:0:Image", "without its {")]
    [InlineData("registry.example.com/{}", "github:a/b", "Traceboard:Sources:0:Image", "a name is letters")]
    [InlineData("registry.example.com/{re po}", "github:a/b", "Traceboard:Sources:0:Image", "a name is letters")]
    [InlineData("registry.example.com/{a}{b}", "github:a/b", "Traceboard:Sources:0:Image", "side by side")]
    [InlineData("registry.example.com/{a}*", "github:a/b", "Traceboard:Sources:0:Image", "side by side")]
    [InlineData("registry.example.com/{a}/{a}", "github:a/b", "Traceboard:Sources:0:Image", "twice")]
    [InlineData("registry.example.com/a**", "github:a/b", "Traceboard:Sources:0:Image", "** inside")]
    [InlineData("registry.example.com/x-{a:**}", "github:a/b", "Traceboard:Sources:0:Image", "between slashes")]
    [InlineData("registry.example.com/a:1", "github:a/b", "Traceboard:Sources:0:Image", "tag or digest")]
    [InlineData("registry.example.com/(a+)+", "github:a/b", "Traceboard:Sources:0:Image", "'('")]
    [InlineData("https://registry.example.com/a", "github:a/b", "Traceboard:Sources:0:Image", "without a scheme")]
    [InlineData("acme/{repo}", "github:a/b", "Traceboard:Sources:0:Image", "docker.io/acme/{repo}")]
    [InlineData("docker.io/{repo}", "github:a/b", "Traceboard:Sources:0:Image", "docker.io/library/{repo}")]
    [InlineData("registry.example.com", "github:a/b", "Traceboard:Sources:0:Image", "registry.example.com/**")]
    [InlineData("registry.example.com/{repo}", "github:acme/{rpo}", "Traceboard:Sources:0:Repository", "{rpo}, which Image does not capture")]
    [InlineData("registry.example.com/{repo}", "githbu:acme/{repo}", "Traceboard:Sources:0:Repository", "there are: github, gitlab")]
    [InlineData("registry.example.com/{repo}", "acme/{repo}", "Traceboard:Sources:0:Repository", "is not host:path")]
    [InlineData("registry.example.com/{repo}", "github:", "Traceboard:Sources:0:Repository", "is not host:path")]
    [InlineData("registry.example.com/{repo}", "github:{repo}", "Traceboard:Sources:0:Repository", "owner/name")]
    [InlineData("registry.example.com/{repo}", "github:a/b/{repo}", "Traceboard:Sources:0:Repository", "more than owner/name")]
    [InlineData("registry.example.com/{repo}", "gitlab:a/../{repo}", "Traceboard:Sources:0:Repository", "no repository path")]
    [InlineData("registry.example.com/{repo}", "gitlab:a/{repo}?x", "Traceboard:Sources:0:Repository", "no repository path")]
    [InlineData("registry.example.com/{repo}", "gitlab:a/{repo", "Traceboard:Sources:0:Repository", "brace")]
    [InlineData("registry.example.com/{repo}", "gitlab:a/repo}", "Traceboard:Sources:0:Repository", "brace")]
    [InlineData("registry.example.com/{repo}", null, "Traceboard:Sources:0", "neither Repository nor External")]
    public void A_wrong_rule_is_named_by_its_key_with_the_fault(string image, string? repository, string key, string fault)
    {
        var line = Assert.Single(Faults(new SourceRuleOptions { Image = image, Repository = repository }));
        Assert.StartsWith(key + ": ", line, StringComparison.Ordinal);
        Assert.Contains(fault, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        var faults = Faults(
            new SourceRuleOptions { Image = "registry.example.com/{a", Repository = "github:a/b", External = true },
            new SourceRuleOptions { Image = "registry.example.com/{a}", Repository = "github:a/{a}" },
            new SourceRuleOptions { Image = "registry.example.com/{a}", Repository = "nobody:a/{a}", Path = "{b}" });
        Assert.Collection(
            faults,
            fault => Assert.StartsWith("Traceboard:Sources:0:Image: ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Traceboard:Sources:0: has both", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Traceboard:Sources:2:Path: ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Traceboard:Sources:2:Repository: ", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/../b")]
    [InlineData("a%2fb")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("a:5000")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    public void What_a_pusher_wrote_into_a_name_never_leaves_the_path(string captured)
    {
        // The grammar would not let these names through; the mapping does not rely on it.
        var reference = new ImageReference { Registry = "registry.example.com", Repository = "g/" + captured };
        var match = Mapping(new SourcesOptions { Sources = { Rule("registry.example.com/g/{path:**}", "gitlab:g/{path}") } }).Find(reference);
        Assert.Empty(match!.Repositories);
    }

    [Fact]
    public void A_port_in_a_captured_registry_is_no_repository() =>
        Assert.Empty(Find("registry.example.com:5000/shop", Rule("{registry}/{repo}", "gitlab:{registry}/{repo}"))!.Repositories);

    internal static SourceRuleOptions Rule(string image, string? repository) => new() { Image = image, Repository = repository };

    private static SourceRuleOptions External(string image) => new() { Image = image, External = true };

    private static ImageReference Reference(string image) => ImageReference.TryParse(image, out var reference) ? reference : throw new FormatException(image);

    private static SourceMapping Mapping(SourcesOptions options)
    {
        List<string> faults = [];
        var mapping = SourceMapping.From(options, faults);
        Assert.Empty(faults);
        return mapping;
    }

    private static MappingMatch? Find(string image, params SourceRuleOptions[] rules) =>
        Mapping(new SourcesOptions { Sources = [.. rules] }).Find(Reference(image));

    private static List<string> Faults(params SourceRuleOptions[] rules)
    {
        List<string> faults = [];
        _ = SourceMapping.From(new SourcesOptions { Sources = [.. rules] }, faults);
        return faults;
    }
}
