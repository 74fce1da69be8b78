using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Traceboard.Clusters.Observing;

namespace Traceboard.Clusters;

/// <summary>Finds every fault of this room's configuration at once, each with its key and the remedy.</summary>
internal sealed class ClustersOptionsValidator(IConfiguration traceboard) : IValidateOptions<ClustersOptions>
{
    public ValidateOptionsResult Validate(string? name, ClustersOptions options)
    {
        string[] faults = [.. UnknownKeys(), .. Clusters(options), .. Named(options), .. Naming(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Clusters(ClustersOptions options)
    {
        for (var index = 0; index < options.Clusters.Count; index++)
        {
            var cluster = options.Clusters[index];
            var key = $"Traceboard:Clusters:{index}";
            if (string.IsNullOrWhiteSpace(cluster.Name))
                yield return $"{key}:Name is missing: give the cluster a name to show to people.";
            else if (options.Clusters.Take(index).Any(other => string.Equals(other.Name, cluster.Name, StringComparison.OrdinalIgnoreCase)))
                yield return $"{key}:Name '{cluster.Name}' is taken by another cluster: names must differ.";
            if (cluster.InCluster && (!string.IsNullOrEmpty(cluster.Kubeconfig) || !string.IsNullOrEmpty(cluster.Context)))
                yield return $"{key}:InCluster excludes Kubeconfig and Context: remove the one or the others.";
            foreach (var pattern in cluster.Namespaces.Include.Concat(cluster.Namespaces.Exclude).Where(string.IsNullOrWhiteSpace))
                yield return $"{key}:Namespaces holds an empty pattern '{pattern}': remove it, or write '*'.";
        }
    }

    private static IEnumerable<string> Named(ClustersOptions options)
    {
        for (var index = 0; index < options.Environments.Count; index++)
        {
            var environment = options.Environments[index];
            var key = $"Traceboard:Environments:{index}";
            if (string.IsNullOrWhiteSpace(environment.Name))
                yield return $"{key}:Name is missing: give the environment a name to show to people.";
            else if (options.Environments.Take(index).Any(other => string.Equals(other.Name, environment.Name, StringComparison.OrdinalIgnoreCase)))
                yield return $"{key}:Name '{environment.Name}' is taken by another environment: put all its patterns into one Match.";
            if (environment.Match.Count == 0)
                yield return $"{key}:Match is empty: name at least one pattern, such as {{ \"Cluster\": \"prod-*\" }}.";
        }
    }

    private static IEnumerable<string> Naming(ClustersOptions options) =>
        Clues("NameFrom", options.Services.NameFrom).Concat(Clues("TeamFrom", options.Services.TeamFrom))
            .Concat(Evidence("RevisionFrom", options.WorkloadEvidence.RevisionFrom)).Concat(Evidence("SourceFrom", options.WorkloadEvidence.SourceFrom));

    private static IEnumerable<string> Evidence(string key, IList<string> entries) => entries
        .Where(entry => !WorkloadEvidence.IsKey(entry))
        .Select(entry => $"Traceboard:WorkloadEvidence:{key} holds '{entry}', which is neither label:KEY nor annotation:KEY: correct it.");

    private static IEnumerable<string> Clues(string key, IList<string> entries) => entries
        .Where(entry => !ServiceNaming.IsClue(entry))
        .Select(entry => $"Traceboard:Services:{key} holds '{entry}', which is none of label:KEY, annotation:KEY, namespaceLabel:KEY, workload: correct it.");

    private IEnumerable<string> UnknownKeys() =>
        Items("Clusters", ["Name", "Kubeconfig", "Context", "InCluster", "Namespaces"])
            .Concat(Items("Environments", ["Name", "Match"]))
            .Concat(traceboard.GetSection("Clusters").GetChildren().SelectMany(cluster => Unknown(cluster.GetSection("Namespaces"), ["Include", "Exclude"])))
            .Concat(traceboard.GetSection("Environments").GetChildren().SelectMany(environment => environment.GetSection("Match").GetChildren()).SelectMany(match => Unknown(match, ["Cluster", "Namespace"])))
            .Concat(Unknown(traceboard.GetSection("Services"), ["NameFrom", "TeamFrom"]))
            .Concat(Unknown(traceboard.GetSection("WorkloadEvidence"), ["RevisionFrom", "SourceFrom"]));

    private IEnumerable<string> Items(string key, string[] known) =>
        traceboard.GetSection(key).GetChildren().SelectMany(item => Unknown(item, known));

    private static IEnumerable<string> Unknown(IConfigurationSection section, string[] known) => section.GetChildren()
        .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        .Select(child => $"{Key(child)} is not a known key: correct or remove it. Known here: {string.Join(", ", known)}.");

    private static string Key(IConfigurationSection section) =>
        section.Path.StartsWith("Traceboard:", StringComparison.OrdinalIgnoreCase) ? section.Path : $"Traceboard:{section.Path}";
}
