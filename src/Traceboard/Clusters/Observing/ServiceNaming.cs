using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>Names services and teams by the configured order of labels and annotations.</summary>
internal sealed class ServiceNaming
{
    public const string PodTemplateHash = "pod-template-hash";
    public const string RolloutsTemplateHash = "rollouts-pod-template-hash";
    public const string ControllerRevisionHash = "controller-revision-hash";
    public const string DefaultContainer = "kubectl.kubernetes.io/default-container";
    public const string DeploymentRevision = "deployment.kubernetes.io/revision";
    public const string RolloutRevision = "rollout.argoproj.io/revision";

    private readonly IReadOnlyList<Clue> _names;
    private readonly IReadOnlyList<Clue> _teams;

    public ServiceNaming(ServiceNamingOptions options, WorkloadEvidenceOptions? evidence = null)
    {
        Evidence = new WorkloadEvidence(evidence ?? new());
        _names = Parse(options.NameFrom, ["label:app.kubernetes.io/name", "label:app", "workload"]);
        _teams = Parse(options.TeamFrom, ["label:team", "namespaceLabel:team"]);
        Kept = new KeptKeys(
            Keys(ClueSource.Label, ClueSource.NamespaceLabel).Concat([PodTemplateHash, RolloutsTemplateHash, ControllerRevisionHash, Environments.Label, .. Evidence.Labels]).ToHashSet(StringComparer.Ordinal),
            Keys(ClueSource.Annotation).Concat([DefaultContainer, DeploymentRevision, RolloutRevision, .. Evidence.Annotations]).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The labels and annotations that this room needs.</summary>
    public KeptKeys Kept { get; }

    /// <summary>What pods may tell of where their image came from.</summary>
    public WorkloadEvidence Evidence { get; }

    /// <summary>Whether the entry can be read; what <see cref="ServiceNamingOptions"/> allows.</summary>
    public static bool IsClue(string entry) => Clue.TryParse(entry) is not null;

    public string Service(Workload workload, KubernetesObject? pod, KubernetesObject? controller, KubernetesObject? ofNamespace) =>
        First(_names, workload, pod, controller, ofNamespace) ?? workload.Name;

    public string? Team(Workload workload, KubernetesObject? pod, KubernetesObject? controller, KubernetesObject? ofNamespace) =>
        First(_teams, workload, pod, controller, ofNamespace);

    private static string? First(IReadOnlyList<Clue> clues, Workload workload, KubernetesObject? pod, KubernetesObject? controller, KubernetesObject? ofNamespace)
    {
        foreach (var clue in clues)
        {
            var value = clue.Source switch
            {
                ClueSource.Label => Value(pod?.Labels, clue.Key) ?? Value(controller?.Labels, clue.Key),
                ClueSource.Annotation => Value(pod?.Annotations, clue.Key) ?? Value(controller?.Annotations, clue.Key),
                ClueSource.NamespaceLabel => Value(ofNamespace?.Labels, clue.Key),
                _ => workload.Name,
            };
            if (value is not null)
                return value;
        }

        return null;
    }

    private static string? Value(IReadOnlyDictionary<string, string>? values, string key) =>
        values is not null && values.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private IEnumerable<string> Keys(params ClueSource[] sources) =>
        _names.Concat(_teams).Where(clue => sources.Contains(clue.Source)).Select(clue => clue.Key);

    private static IReadOnlyList<Clue> Parse(IList<string> entries, string[] otherwise) =>
        [.. (entries.Count > 0 ? entries : otherwise).Select(Clue.TryParse).OfType<Clue>()];

    private enum ClueSource
    {
        Label,
        Annotation,
        NamespaceLabel,
        Workload,
    }

    private sealed record Clue(ClueSource Source, string Key)
    {
        public static Clue? TryParse(string entry)
        {
            if (string.Equals(entry, "workload", StringComparison.Ordinal))
                return new(ClueSource.Workload, "");
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || colon == entry.Length - 1)
                return null;
            var key = entry[(colon + 1)..];
            return entry[..colon] switch
            {
                "label" => new(ClueSource.Label, key),
                "annotation" => new(ClueSource.Annotation, key),
                "namespaceLabel" => new(ClueSource.NamespaceLabel, key),
                _ => null,
            };
        }
    }
}
