using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Tracing;

public sealed class AddTracingTests
{
    [Fact]
    public void The_tracer_follows_the_configuration()
    {
        using var provider = Provide(new()
        {
            ["Sources:0:Image"] = "eu.gcr.io/acme/{repo}",
            ["Sources:0:Repository"] = "github:acme/{repo}",
            ["Tags:0"] = "build-{sha}",
        });
        var tracer = provider.GetRequiredService<Tracer>();
        Assert.Equal("github:acme/shop", Assert.Single(tracer.Plan("eu.gcr.io/acme/shop:build-1a2b3c4").Questions).Repository.ToString());
        Assert.Equal("x-1a2b3c4", Assert.Single(tracer.Plan("eu.gcr.io/acme/shop:x-1a2b3c4").Questions).GitTag);
    }

    [Fact]
    public void Binding_twice_lists_nothing_twice()
    {
        var section = Section(new() { ["Sources:0:Image"] = "eu.gcr.io/acme/{repo}", ["Sources:0:Repository"] = "github:acme/{repo}", ["Tags:0"] = "{sha}" });
        using var provider = new ServiceCollection().AddTracing(section).AddTracing(section).AddSourcesOptions(section).BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<SourcesOptions>>().Value;
        Assert.Single(options.Sources);
        Assert.Single(options.Tags);
        Assert.Single(provider.GetServices<Tracer>());
    }

    [Fact]
    public void Without_Git_hosts_the_two_public_ones_are_meant()
    {
        Assert.Equal("github gitlab", string.Join(' ', new SourcesOptions().EffectiveGitHosts().Select(host => host.Name)));
        Assert.Equal("own", Assert.Single(new SourcesOptions { GitHosts = { new GitHostOptions { Name = "own" } } }.EffectiveGitHosts()).Name);
    }

    [Fact]
    public void All_faults_of_rules_and_tags_are_told_together()
    {
        using var provider = Provide(new()
        {
            ["Sources:0:Image"] = "eu.gcr.io/acme/{repo",
            ["Sources:0:External"] = "true",
            ["Sources:1:Image"] = "eu.gcr.io/acme/{repo}",
            ["Sources:1:Repository"] = "nowhere:acme/{repo}",
            ["Sources:2:Image"] = null,
            ["Sources:2:External"] = "true",
            ["Tags:0"] = "{sha}",
            ["Tags:1"] = "(a+)+{sha}",
        });
        var faults = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<Tracer>()).Failures.ToArray();
        Assert.Equal(
            "Traceboard:Sources:0:Image Traceboard:Sources:1:Repository Traceboard:Sources:2:Image Traceboard:Tags:1",
            string.Join(' ', faults.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)])));
    }

    private sealed class Settings() : Dictionary<string, string?>(StringComparer.Ordinal);

    private static ServiceProvider Provide(Settings values) =>
        new ServiceCollection().AddTracing(Section(values)).BuildServiceProvider();

    private static IConfigurationRoot Section(Settings values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
