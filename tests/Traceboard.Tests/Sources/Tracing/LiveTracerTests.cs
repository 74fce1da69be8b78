using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Tracing;

public sealed class LiveTracerTests
{
    [Fact]
    public void Changed_rules_hold_at_once_and_wrong_ones_leave_the_last_good_ones()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Rule("github:acme/{repo}")).Build();
        using var provider = new ServiceCollection().AddTracing(configuration.GetSection("Traceboard")).BuildServiceProvider();
        var tracer = provider.GetRequiredService<Tracer>();
        var told = 0;
        tracer.RulesChanged += () => told++;
        Assert.Equal("github:acme/shop", Repository(tracer));

        Change(configuration, "github:other/{repo}");
        Assert.Equal(("github:other/shop", 1), (Repository(tracer), told));

        Change(configuration, "github:other/{repo}");
        Change(configuration, "nowhere:other/{repo}");
        Change(configuration, "github:{unknown}/{repo}");
        Assert.Equal(("github:other/shop", 1), (Repository(tracer), told));

        Change(configuration, "gitlab:acme/{repo}");
        Assert.Equal(("gitlab:acme/shop", 2), (Repository(tracer), told));
    }

    [Fact]
    public void A_repository_is_confirmed_without_a_restart_and_a_wrong_line_confirms_nothing()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Rule("github:acme/{repo}")).Build();
        using var provider = new ServiceCollection().AddTracing(configuration.GetSection("Traceboard")).BuildServiceProvider();
        var tracer = provider.GetRequiredService<Tracer>();
        var told = 0;
        tracer.RulesChanged += () => told++;

        configuration["Traceboard:Repositories:0:Repository"] = "github:acme/shop";
        configuration["Traceboard:Repositories:0:Id"] = "0";
        configuration.Reload();
        Assert.Empty(tracer.Confirmed);

        configuration["Traceboard:Repositories:0:Id"] = "4711";
        configuration.Reload();
        Assert.Equal(new ConfirmedRepository(new Repository("github", "acme/shop"), 4711), Assert.Single(tracer.Confirmed));
        Assert.Equal(1, told);
    }

    [Theory]
    [InlineData("nowhere:acme/shop", "1", "Traceboard:Repositories:0:Repository")]
    [InlineData("github:acme/../shop", "1", "Traceboard:Repositories:0:Repository")]
    [InlineData("acme/shop", "1", "Traceboard:Repositories:0:Repository")]
    [InlineData("github:acme/shop", "-1", "Traceboard:Repositories:0:Id")]
    public void A_wrong_confirmation_is_told_with_its_key(string repository, string id, string key)
    {
        var options = new SourcesOptions { Repositories = { new RepositoryOptions { Repository = repository, Id = long.Parse(id) } } };

        Assert.Contains(new SourceRulesValidator().Validate(name: null, options).Failures!, fault => fault.StartsWith(key + ":", StringComparison.Ordinal));
    }

    private static string Repository(Tracer tracer) => Assert.Single(tracer.Plan("eu.gcr.io/acme/shop:1a2b3c4").Questions).Repository.ToString();

    private static void Change(IConfigurationRoot configuration, string repository)
    {
        configuration["Traceboard:Sources:0:Repository"] = repository;
        configuration.Reload();
    }

    private static Dictionary<string, string?> Rule(string repository) => new(StringComparer.Ordinal)
    {
        ["Traceboard:Sources:0:Image"] = "eu.gcr.io/acme/{repo}",
        ["Traceboard:Sources:0:Repository"] = repository,
    };
}
