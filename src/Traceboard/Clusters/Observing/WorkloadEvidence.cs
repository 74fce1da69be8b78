using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>
/// Reads where an image came from off the pod that runs it, by the administrator's allow-list alone. Off the pod, not off
/// its controller: a Deployment's own annotations already speak of the next build while pods of the last one run.
/// </summary>
internal sealed class WorkloadEvidence(WorkloadEvidenceOptions options)
{
    private const string Label = "label:";
    private const string Annotation = "annotation:";
    private const int LongestRevision = 256;
    private const int LongestSource = 512;

    /// <summary>The labels that are read.</summary>
    public IEnumerable<string> Labels => Keys(Label);

    /// <summary>The annotations that are read.</summary>
    public IEnumerable<string> Annotations => Keys(Annotation);

    /// <summary>Whether the entry can be read.</summary>
    public static bool IsKey(string entry) =>
        (entry.StartsWith(Label, StringComparison.Ordinal) && entry.Length > Label.Length)
        || (entry.StartsWith(Annotation, StringComparison.Ordinal) && entry.Length > Annotation.Length);

    public WorkloadClaim? Of(KubernetesObject pod)
    {
        var revision = First(options.RevisionFrom, pod, LongestRevision);
        var source = First(options.SourceFrom, pod, LongestSource);
        return (revision, source) switch
        {
            (null, null) => null,
            ({ } one, null) => new WorkloadClaim(one.Key, one.Value, Source: null),
            (null, { } other) => new WorkloadClaim(other.Key, Revision: null, other.Value),
            var (one, other) => new WorkloadClaim($"{one.Value.Key}, {other.Value.Key}", one.Value.Value, other.Value.Value),
        };
    }

    private static (string Key, string Value)? First(IList<string> entries, KubernetesObject pod, int longest)
    {
        foreach (var entry in entries)
        {
            var isLabel = entry.StartsWith(Label, StringComparison.Ordinal);
            var key = entry[(isLabel ? Label.Length : Annotation.Length)..];
            if ((isLabel ? pod.Labels : pod.Annotations).TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) && value.Length <= longest)
                return (key, value.Trim());
        }

        return null;
    }

    private IEnumerable<string> Keys(string prefix) => options.RevisionFrom.Concat(options.SourceFrom)
        .Where(entry => entry.StartsWith(prefix, StringComparison.Ordinal) && entry.Length > prefix.Length)
        .Select(entry => entry[prefix.Length..]);
}
