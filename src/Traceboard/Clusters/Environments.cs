using System.IO.Enumeration;

namespace Traceboard.Clusters;

/// <summary>
/// Names the environment of a namespace: the first configured environment that matches, else the namespace's label
/// <c>traceboard.io/environment</c>, else the cluster's name. Configured order is the promotion order.
/// </summary>
/// <param name="configured">The configured environments, in order.</param>
public sealed class Environments(IReadOnlyList<EnvironmentOptions> configured)
{
    /// <summary>The namespace label that names an environment where no rule does.</summary>
    public const string Label = "traceboard.io/environment";

    /// <summary>The configured names, in promotion order.</summary>
    public IReadOnlyList<string> Names { get; } = [.. configured.Select(environment => environment.Name)];

    /// <summary>The environment of a namespace of a cluster.</summary>
    public string NameOf(string clusterName, string @namespace, string? environmentLabel)
    {
        foreach (var environment in configured)
        {
            if (environment.Match.Any(match => Matches(match.Cluster, clusterName) && Matches(match.Namespace, @namespace)))
                return environment.Name;
        }

        return string.IsNullOrWhiteSpace(environmentLabel) ? clusterName : environmentLabel;
    }

    /// <summary>Whether a rule of the environment can match a namespace of this cluster.</summary>
    public bool MayHold(string environment, string clusterName) =>
        configured.Any(candidate => string.Equals(candidate.Name, environment, StringComparison.Ordinal)
            && candidate.Match.Any(match => Matches(match.Cluster, clusterName)));

    private static bool Matches(string pattern, string value) =>
        FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
