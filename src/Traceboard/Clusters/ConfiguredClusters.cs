using Traceboard.Clusters.Connection;

namespace Traceboard.Clusters;

/// <summary>The clusters that are meant: those configured, else the one around the process, else the kubeconfig's current context.</summary>
internal static class ConfiguredClusters
{
    /// <summary>Name where neither the configuration nor a context gives one.</summary>
    public const string Nameless = "cluster";

    public static IReadOnlyList<ClusterOptions> Of(ClustersOptions options, Surroundings surroundings)
    {
        if (options.Clusters.Count > 0)
            return [.. options.Clusters];
        return surroundings.InClusterServer is not null
            ? [new ClusterOptions { Name = Nameless, InCluster = true }]
            : [new ClusterOptions { Name = CurrentContext(surroundings) ?? Nameless }];
    }

    /// <summary>The current context, if it can be told; if not, the connection says why.</summary>
    private static string? CurrentContext(Surroundings surroundings)
    {
        try
        {
            foreach (var file in surroundings.KubeconfigFiles())
            {
                if (KubeconfigYaml.Read<k8s.KubeConfigModels.K8SConfiguration>(File.ReadAllText(file))?.CurrentContext is { Length: > 0 } current)
                    return current;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException)
        {
            return null;
        }

        return null;
    }
}
