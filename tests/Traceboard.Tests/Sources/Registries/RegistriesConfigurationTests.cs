using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Traceboard.Sources.Registries;

namespace Traceboard.Tests.Sources.Registries;

public sealed class RegistriesConfigurationTests
{
    [Fact]
    public void Without_any_configuration_no_registry_is_asked()
    {
        using var provider = Provide([]);

        Assert.Empty(provider.GetRequiredService<ConfiguredRegistries>().All);
    }

    [Fact]
    public void A_registry_shows_where_it_is_asked_and_no_secret()
    {
        using var provider = Provide(new(StringComparer.Ordinal)
        {
            ["Registries:0:Host"] = "Registry.Example.com:5050",
            ["Registries:0:UserName"] = "reader",
            ["Registries:0:Password"] = "canary",
            ["Registries:1:Host"] = "docker.io",
        });

        var states = provider.GetRequiredService<ConfiguredRegistries>().All.Select(registry => registry.State).ToList();

        Assert.Equal([("registry.example.com:5050", "https://registry.example.com:5050", true), ("docker.io", "https://registry-1.docker.io", false)], states.Select(state => (state.Host, state.Url, state.Authenticated)));
        Assert.DoesNotContain("canary", string.Concat(states));
    }

    [Theory]
    [InlineData("Host", "", "Registries:0:Host: give the registry")]
    [InlineData("Host", "https://registry.example.com", "Registries:0:Host: give the registry")]
    [InlineData("Host", "registry.example.com/path", "Registries:0:Host: give the registry")]
    [InlineData("Host", "registry", "Registries:0:Host: give the registry")]
    [InlineData("Url", "http://registry.example.com", "Use https")]
    [InlineData("Url", "https://user:canary@registry.example.com", "Registries:0:Url: give scheme, host and port alone")]
    [InlineData("Url", "https://registry.example.com/v2/", "Registries:0:Url: give scheme, host and port alone")]
    [InlineData("Url", "registry.example.com", "Registries:0:Url: give an absolute address")]
    [InlineData("TokenService", "http://auth.example.com", "Registries:0:TokenService: 'http://auth.example.com' would send")]
    [InlineData("Password", "canary", "Registries:0:UserName: is missing")]
    [InlineData("UserName", "reader", "Registries:0:UserName: has no password")]
    [InlineData("UserName", "a:b", "must not hold ':'")]
    [InlineData("PasswordFile", "/nowhere/password", "Registries:0:PasswordFile: '/nowhere/password' does not exist")]
    [InlineData("CaFile", "/nowhere/ca", "Registries:0:CaFile: '/nowhere/ca' does not exist")]
    [InlineData("BlobHosts:0", "*", "Registries:0:BlobHosts:0: '*' is no host")]
    [InlineData("BlobHosts:0", "*.com", "Registries:0:BlobHosts:0: '*.com' is no host")]
    [InlineData("BlobHosts:0", "https://cdn.example.com", "Registries:0:BlobHosts:0")]
    [InlineData("Pasword", "canary", "Registries:0:Pasword is not known")]
    public void A_fault_names_its_key_and_the_remedy(string key, string value, string message)
    {
        var fault = Fault(new(StringComparer.Ordinal) { ["Registries:0:Host"] = "registry.example.com", ["Registries:0:" + key] = value });

        Assert.Contains(message, fault);
        Assert.DoesNotContain("canary", fault);
    }

    [Fact]
    public void One_registry_is_configured_once()
    {
        var fault = Fault(new(StringComparer.Ordinal) { ["Registries:0:Host"] = "docker.io", ["Registries:1:Host"] = "index.docker.io" });

        Assert.Contains("Registries:1:Host: 'docker.io' is configured at Traceboard:Registries:0", fault);
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com")]
    public void Registries_of_all_kinds_are_accepted(string host)
    {
        using var provider = Provide(new(StringComparer.Ordinal) { ["Registries:0:Host"] = host, ["Registries:0:BlobHosts:0"] = "*.cdn.example.com", ["Registries:0:BlobHosts:1"] = "127.0.0.1:9000" });

        Assert.Equal(host, provider.GetRequiredService<ConfiguredRegistries>().All.Single().Host);
    }

    private static string Fault(Dictionary<string, string?> settings)
    {
        using var provider = Provide(settings);
        return string.Join('\n', Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ConfiguredRegistries>()).Failures);
    }

    private static ServiceProvider Provide(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRegistries(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Traceboard:" + setting.Key, setting.Value))).Build().GetSection("Traceboard"));
        return services.BuildServiceProvider();
    }
}
