using YamlDotNet.Serialization;

namespace Traceboard.Clusters.Connection;

/// <summary>The keys of a kubeconfig that KubernetesClient's own model does not know and would silently ignore.</summary>
internal sealed class KubeconfigKeys
{
    [YamlMember(Alias = "clusters", ApplyNamingConventions = false)]
    public List<NamedCluster> Clusters { get; set; } = [];

    [YamlMember(Alias = "users", ApplyNamingConventions = false)]
    public List<NamedUser> Users { get; set; } = [];

    internal sealed class NamedCluster
    {
        [YamlMember(Alias = "name", ApplyNamingConventions = false)]
        public string? Name { get; set; }

        [YamlMember(Alias = "cluster", ApplyNamingConventions = false)]
        public ClusterKeys? Cluster { get; set; }
    }

    internal sealed class ClusterKeys
    {
        [YamlMember(Alias = "proxy-url", ApplyNamingConventions = false)]
        public string? ProxyUrl { get; set; }
    }

    internal sealed class NamedUser
    {
        [YamlMember(Alias = "name", ApplyNamingConventions = false)]
        public string? Name { get; set; }

        [YamlMember(Alias = "user", ApplyNamingConventions = false)]
        public UserKeys? User { get; set; }
    }

    internal sealed class UserKeys
    {
        [YamlMember(Alias = "tokenFile", ApplyNamingConventions = false)]
        public string? TokenFile { get; set; }
    }
}
