using Microsoft.Extensions.Configuration;
using Traceboard.Web.Composition;
using Traceboard.Web.Configuration;

namespace Traceboard.Tests.Web.Configuration;

public sealed class ConfigurationReviewTests
{
    private const string Loopback = "http://127.0.0.1:5080";

    [Fact]
    public void No_configuration_at_all_is_well() => Assert.Empty(Review([]));

    [Fact]
    public void Unknown_keys_bad_values_missing_files_and_open_addresses_are_told_together()
    {
        var faults = Review(
            new(StringComparer.Ordinal)
            {
                ["DataDirectry"] = "x",
                ["Clusters:0:Name"] = "prod",
                ["Clusters:0:InCluster"] = "perhaps",
                ["GitHosts:0:Name"] = "github",
                ["GitHosts:0:Kind"] = "Gitea",
                ["GitHosts:0:Url"] = "https://github.com",
                ["GitHosts:0:TokenFile"] = "/nowhere/token",
                ["Sources:0:Image"] = "registry.example.com/{repo",
                ["Sources:0:Repository"] = "github:acme/{repo}",
                ["Storage:Retention"] = "soon",
                ["Storage:Provider"] = "Oracle",
                ["Registries:0:Host"] = "https://registry.example.com",
            },
            "http://0.0.0.0:5080");

        Assert.All(
            [
                "Traceboard:DataDirectry is not a known key. Did you mean DataDirectory?",
                "Traceboard:Clusters:0:InCluster must be true or false, but 'perhaps' was given.",
                "Traceboard:Storage:Retention must be a time span such as 730.00:00:00, but 'soon' was given.",
                "Traceboard would listen on http://0.0.0.0:5080 without sign-in",
                "Traceboard:GitHosts:0:Kind: 'Gitea' is not known.",
                "Traceboard:GitHosts:0:TokenFile: '/nowhere/token' does not exist.",
                "Traceboard:Sources:0:Image",
                "Traceboard:Storage:Provider is 'Oracle'",
                "Traceboard:Registries:0:Host: give the registry as image references begin",
            ],
            told => Assert.Single(faults, fault => fault.StartsWith(told, StringComparison.Ordinal)));
        Assert.Equal(9, faults.Count);
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault));
    }

    [Fact]
    public void A_mistyped_key_is_not_told_as_missing_too() => Assert.StartsWith(
        "Traceboard:GitHosts:0:Knd is not a known key. Did you mean Kind?",
        Assert.Single(Review(new(StringComparer.Ordinal) { ["GitHosts:0:Name"] = "github", ["GitHosts:0:Knd"] = "GitHub", ["GitHosts:0:Url"] = "https://github.com" })),
        StringComparison.Ordinal);

    [Fact]
    public void A_mistyped_key_whose_value_is_wrong_too_is_told_as_mistyped()
    {
        var fault = Assert.Single(Review(new(StringComparer.Ordinal) { ["Clusters:0:Name"] = "prod", ["Clusters:0:InClustr"] = "perhaps" }));

        Assert.Contains("Did you mean InCluster?", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void One_section_where_a_list_belongs_is_told_once()
    {
        var fault = Assert.Single(Review(new(StringComparer.Ordinal) { ["Environments:0:Name"] = "production", ["Environments:0:Match:Cluster"] = "prod-*", ["Environments:0:Match:Namespace"] = "shop" }));

        Assert.Equal("Traceboard:Environments:0:Match is a list, but a single section was given. Write [ { … } ].", fault);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:80x")]
    public void What_is_no_address_is_told_as_such(string address) => Assert.StartsWith(
        $"'{address}' is not an address to listen on", Assert.Single(Review([], address)), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:5080")]
    public void Loopback_by_any_name_is_well(string address) => Assert.Empty(Review([], address));

    [Theory]
    [InlineData("Sqlite", "Sorce=x")]
    [InlineData("PostgreSql", "Hst=db")]
    public void A_connection_string_that_cannot_be_read_is_a_fault_that_keeps_its_secret(string provider, string text)
    {
        var fault = Assert.Single(Review(new(StringComparer.Ordinal) { ["Storage:Provider"] = provider, ["Storage:ConnectionString"] = text + ";Password=canary" }));

        Assert.StartsWith("Traceboard:Storage:ConnectionString cannot be read", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", fault, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Review(Dictionary<string, string?> settings, string address = Loopback) => ConfigurationReview.Faults(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => $"Traceboard:{pair.Key}", pair => pair.Value, StringComparer.Ordinal)).Build().GetSection("Traceboard"),
        [address],
        (services, traceboard) => services.AddRooms(traceboard));
}
