using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Traceboard.Sources;

namespace Traceboard.Tests.Sources;

public sealed class GitHostsConfigurationTests
{
    [Fact]
    public void Without_any_configuration_the_two_public_hosts_are_asked_without_a_token()
    {
        using var provider = Provide([]);

        var hosts = provider.GetRequiredService<GitHosts>();
        Assert.Equal(
            [("github", "GitHub", "https://github.com"), ("gitlab", "GitLab", "https://gitlab.com")],
            hosts.All.Select(host => (host.Name, host.State.Kind, host.State.Url)));
        Assert.All(hosts.All, host => Assert.False(host.State.Authenticated));
        Assert.Equal(2, provider.GetServices<IGitHost>().Count());
    }

    [Fact]
    public void A_secret_in_the_configuration_does_not_show()
    {
        using var provider = Provide(new(StringComparer.Ordinal) { ["GitHosts:0:Name"] = "a", ["GitHosts:0:Kind"] = "gitlab", ["GitHosts:0:Url"] = "https://git.example.com/x/", ["GitHosts:0:Token"] = "canary" });

        var state = provider.GetRequiredService<GitHosts>().Find("A")!.State;
        Assert.True(state.Authenticated);
        Assert.Equal("https://git.example.com/x", state.Url);
        Assert.DoesNotContain("canary", state.ToString());
    }

    [Theory]
    [InlineData("Name", "", "GitHosts:0:Name: give the host a name")]
    [InlineData("Name", "a:b", "GitHosts:0:Name: give the host a name")]
    [InlineData("Kind", "Gitea", "GitHosts:0:Kind: 'Gitea' is not known. Use GitHub or GitLab.")]
    [InlineData("Url", "github.com", "GitHosts:0:Url: give the absolute address")]
    [InlineData("Url", "ftp://x", "GitHosts:0:Url: give the absolute address")]
    [InlineData("Url", "http://git.example.com", "Use https")]
    [InlineData("Url", "https://user:canary@git.example.com", "GitHosts:0:Url: give the address alone")]
    [InlineData("Url", "https://git.example.com/?token=canary", "GitHosts:0:Url: give the address alone")]
    [InlineData("Url", "https://api.github.com", "use https://github.com")]
    [InlineData("App:Id", "1", "GitHosts:0:App:InstallationId: give the number")]
    [InlineData("TokenFile", "/nowhere/token", "GitHosts:0:TokenFile: '/nowhere/token' does not exist")]
    [InlineData("CaFile", "/nowhere/ca", "GitHosts:0:CaFile: '/nowhere/ca' does not exist")]
    [InlineData("Tokn", "canary", "GitHosts:0:Tokn is not known")]
    public void A_fault_names_its_key_and_the_remedy(string key, string value, string message)
    {
        var settings = Good();
        settings["GitHosts:0:" + key] = value;

        var fault = Fault(settings);
        Assert.Contains(message, fault);
        Assert.DoesNotContain("canary", fault);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var settings = Good();
        settings["GitHosts:0:Url"] = "x";
        settings["GitHosts:1:Name"] = "GITHUB";
        settings["GitHosts:1:Kind"] = "GitLab";
        settings["GitHosts:1:Url"] = "http://[::1]:99";
        settings["GitHosts:1:Token"] = "canary";
        settings["GitHosts:1:TokenFile"] = "/nowhere";

        var fault = Fault(settings);

        Assert.Contains("GitHosts:0:Url", fault);
        Assert.Contains("GitHosts:1:Name: 'github' is taken by Traceboard:GitHosts:0", fault);
        Assert.Contains("exclude each other", fault);
        Assert.DoesNotContain("GitHosts:1:Url", fault);
    }

    private static Dictionary<string, string?> Good() => new(StringComparer.Ordinal)
    {
        ["GitHosts:0:Name"] = "github",
        ["GitHosts:0:Kind"] = "GitHub",
        ["GitHosts:0:Url"] = "https://github.com",
    };

    private static string Fault(Dictionary<string, string?> settings)
    {
        using var provider = Provide(settings);
        return string.Join('\n', Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate).Failures);
    }

    private static ServiceProvider Provide(Dictionary<string, string?> settings)
    {
        // As the host does it: everything lies under one root key.
        var root = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => "Traceboard:" + pair.Key, pair => pair.Value, StringComparer.Ordinal)).Build();
        return new ServiceCollection().AddLogging().AddGitHosts(root.GetSection("Traceboard")).BuildServiceProvider();
    }
}
