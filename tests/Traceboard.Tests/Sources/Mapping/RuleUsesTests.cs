using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Mapping;

public sealed class RuleUsesTests
{
    [Fact]
    public void Each_rule_tells_what_it_decides_what_shadows_it_and_that_it_matches_nothing()
    {
        var uses = MappedTracer.From(new SourcesOptions
        {
            Sources =
            {
                new SourceRuleOptions { Image = "registry.example.com/shop/**", Repository = "github:acme/shop" },
                new SourceRuleOptions { Image = "registry.example.com/shop/cart", Repository = "github:acme/cart" },
                new SourceRuleOptions { Image = "eu.gcr.io/acme/{repo}", Repository = "github:acme/{repo}" },
                new SourceRuleOptions { Image = "registry.example.com/**", External = true },
            },
            BuiltInSources = false,
        }).UsesOfRules(["registry.example.com/shop/cart:1", "registry.example.com/shop/cart:2", "registry.example.com/shop/till:1", "registry.example.com/tools/x:1", "No Image"]);

        Assert.Equal([(2, 0), (0, 1), (0, 0), (1, 2)], uses.Select(use => (use.Images, use.Shadowed)));
        Assert.Equal("registry.example.com/shop/** is github:acme/shop", uses[1].ShadowedBy);
        Assert.Equal("decides nothing: the rule 'registry.example.com/shop/** is github:acme/shop' before it takes all 1 of its images", uses[1].Summary);
        Assert.Equal("matches no image that runs", uses[2].Summary);
        Assert.StartsWith("2 images, such as registry.example.com/shop/cart, registry.example.com/shop/till", uses[0].Summary, StringComparison.Ordinal);
    }
}
