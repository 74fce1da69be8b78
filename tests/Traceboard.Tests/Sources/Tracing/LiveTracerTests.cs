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
