using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Traceboard.Clusters.Connection;

/// <summary>
/// Reads kubeconfig files. KubernetesClient's own reader prepares itself for every kind of object that Kubernetes knows,
/// which takes a good part of the start and megabytes that are never given back.
/// </summary>
internal static class KubeconfigYaml
{
    private static readonly IDeserializer _deserializer =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    /// <summary>What the text says, or null for an empty one.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">It is not YAML, or not of this shape.</exception>
    public static T? Read<T>(string text)
        where T : class => _deserializer.Deserialize<T?>(text);
}
