using Traceboard.Simulation.Registry;

namespace Traceboard.Simulation.Fleet;

/// <summary>The configuration that points Traceboard at the fleet.</summary>
internal static class FleetConfiguration
{
    public static readonly IReadOnlyList<(string Cluster, string Environment)> Clusters =
        [("dev-eu", "development"), ("stage-eu", "staging"), ("prod-eu", "production")];

    private static readonly (string Image, string? Repository, string? Path)[] Rules =
    [
        ("ghcr.io/acme/shop/{service}", "github:acme/shop", "services/{service}"),
        ("ghcr.io/acme/{repo}", "github:acme/{repo}", null),
        ("registry.example.com/platform/{group}/{project}", "gitlab:platform/{group}/{project}", null),
        ("docker.io/library/**", null, null),
        ("docker.io/istio/**", null, null),
    ];

    public static IReadOnlyDictionary<string, string?> Of(IReadOnlyList<string> kubeconfigs, Uri gitHub, string gitHubToken, Uri gitLab, string gitLabToken, Uri registry)
    {
        var keys = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (index, (cluster, environment)) in Clusters.Index())
        {
            keys[$"Traceboard:Clusters:{index}:Name"] = cluster;
            keys[$"Traceboard:Clusters:{index}:Kubeconfig"] = kubeconfigs[index];
            keys[$"Traceboard:Clusters:{index}:Context"] = cluster;
            keys[$"Traceboard:Environments:{index}:Name"] = environment;
            keys[$"Traceboard:Environments:{index}:Match:0:Cluster"] = cluster;
        }

        Host(0, "github", "GitHub", gitHub, gitHubToken);
        Host(1, "gitlab", "GitLab", gitLab, gitLabToken);
        Registry(0, "ghcr.io");
        Registry(1, "registry.example.com");
        foreach (var (index, (image, repository, path)) in Rules.Index())
        {
            keys[$"Traceboard:Sources:{index}:Image"] = image;
            if (repository is null)
                keys[$"Traceboard:Sources:{index}:External"] = "true";
            else
                keys[$"Traceboard:Sources:{index}:Repository"] = repository;
            if (path is not null)
                keys[$"Traceboard:Sources:{index}:Path"] = path;
        }

        keys["Traceboard:Services:NameFrom:0"] = "label:app.kubernetes.io/name";
        keys["Traceboard:Services:NameFrom:1"] = "workload";
        keys["Traceboard:Services:TeamFrom:0"] = "label:team";
        keys["Traceboard:Services:TeamFrom:1"] = "namespaceLabel:team";
        return keys;

        void Registry(int index, string host)
        {
            keys[$"Traceboard:Registries:{index}:Host"] = host;
            keys[$"Traceboard:Registries:{index}:Url"] = registry.GetLeftPart(UriPartial.Authority);
            keys[$"Traceboard:Registries:{index}:UserName"] = SimulatedRegistry.UserName;
            keys[$"Traceboard:Registries:{index}:Password"] = SimulatedRegistry.Password;
        }

        void Host(int index, string name, string kind, Uri url, string token)
        {
            keys[$"Traceboard:GitHosts:{index}:Name"] = name;
            keys[$"Traceboard:GitHosts:{index}:Kind"] = kind;
            keys[$"Traceboard:GitHosts:{index}:Url"] = url.GetLeftPart(UriPartial.Authority);
            keys[$"Traceboard:GitHosts:{index}:Token"] = token;
        }
    }
}
