using k8s.Models;
using Traceboard.Clusters.Wire;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>What every contender has to end with: the kept fields of each pod.</summary>
internal static class SlimPods
{
    public static readonly KeptKeys Kept = new(
        new HashSet<string>(StringComparer.Ordinal) { "app.kubernetes.io/name", "app", "team" },
        new HashSet<string>(StringComparer.Ordinal) { "acme.example/source" });

    /// <summary>The kept fields of a pod of KubernetesClient.</summary>
    public static PodObject From(V1Pod pod)
    {
        var owner = pod.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
        var statuses = pod.Status.ContainerStatuses ?? [];
        return new PodObject
        {
            Uid = Guid.Parse(pod.Metadata.Uid),
            Namespace = pod.Metadata.NamespaceProperty,
            Name = pod.Metadata.Name,
            ResourceVersion = long.Parse(pod.Metadata.ResourceVersion, System.Globalization.CultureInfo.InvariantCulture),
            CreatedAt = new DateTimeOffset(pod.Metadata.CreationTimestamp!.Value),
            Controller = owner is null ? null : new OwnerReference(owner.Kind, owner.Name, Guid.Parse(owner.Uid)),
            Labels = Pick(pod.Metadata.Labels, Kept.Labels),
            Annotations = Pick(pod.Metadata.Annotations, Kept.Annotations),
            Phase = pod.Status.Phase,
            Node = pod.Spec.NodeName,
            Ready = pod.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }),
            Reason = pod.Status.Reason,
            Containers = [.. pod.Spec.Containers.Select(container => From(container, statuses.FirstOrDefault(status => status.Name == container.Name)))],
        };
    }

    /// <summary>A sum over all that is kept, the same in whichever order.</summary>
    public static long Checksum(IEnumerable<PodObject> pods)
    {
        var sum = 0L;
        foreach (var pod in pods)
        {
            var hash = new HashCode();
            hash.Add((pod.Uid, pod.Namespace, pod.Name, pod.ResourceVersion, pod.CreatedAt.UtcTicks));
            hash.Add((pod.DeletedAt, pod.Controller, pod.Phase, pod.Node, pod.Ready, pod.Reason));
            foreach (var pair in pod.Labels.Concat(pod.Annotations).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                hash.Add((pair.Key, pair.Value));
            }
            foreach (var container in pod.Containers)
            {
                hash.Add(container);
            }
            sum += hash.ToHashCode();
        }
        return sum;
    }

    private static PodContainer From(V1Container container, V1ContainerStatus? status) => new()
    {
        Name = container.Name,
        Image = container.Image,
        ImageId = status?.ImageID ?? "",
        Ready = status?.Ready ?? false,
        Restarts = status?.RestartCount ?? 0,
        Waiting = status?.State?.Waiting?.Reason,
    };

    private static KeptPairs Pick(IDictionary<string, string>? all, IReadOnlySet<string> kept) =>
        new([.. (all ?? new Dictionary<string, string>(StringComparer.Ordinal)).Where(pair => kept.Contains(pair.Key))]);
}
