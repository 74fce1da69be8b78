using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>Rolls StatefulSets: pods keep their names, one at a time, from the highest number down.</summary>
internal sealed class StatefulSetController(ControlPlane plane)
{
    public void Reconcile(string @namespace, string name)
    {
        if (plane.Store.Find(KubernetesResource.StatefulSets, @namespace, name)?.ToNode() is not { } set)
            return;
        var revision = RevisionOf(set);
        var pods = plane.OwnedBy(KubernetesResource.Pods, set.Uid());
        var byName = pods.ToDictionary(pod => pod.Name(), StringComparer.Ordinal);
        var missing = Enumerable.Range(0, set.Replicas()).Select(ordinal => $"{name}-{ordinal}").FirstOrDefault(podName => !byName.ContainsKey(podName));
        var surplus = pods.FirstOrDefault(pod => int.Parse(pod.Name()[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture) >= set.Replicas() && !pod.IsTerminating());
        if (surplus is not null)
            plane.Kubelet.Stop(surplus, Again);
        else if (pods.All(PodStatus.IsReady))
            Advance(set, pods, missing, revision, Again);

        var counts = Count(pods, revision);
        WorkloadStatus.SetStatefulSet(set, counts, counts.Updated == set.Replicas() ? revision : CurrentOf(set, revision), revision);
        plane.Write(set);

        void Again() => plane.Soon("StatefulSet", @namespace, name);
    }

    public static string RevisionOf(JsonObject set) => $"{set.Name()}-{Manifests.TemplateHash(set["spec"]!["template"]!)}";

    public static PodCounts Count(IReadOnlyList<JsonObject> pods, string revision)
    {
        var living = pods.Where(pod => !pod.IsTerminating()).ToList();
        var updated = living.Where(pod => pod.Label(Manifests.RevisionHashLabel) == revision).ToList();
        return new PodCounts(living.Count, updated.Count, living.Count(PodStatus.IsReady), updated.Count(PodStatus.IsReady));
    }

    public static JsonObject Pod(JsonObject set, int ordinal, string revision)
    {
        var pod = Manifests.Pod(set.Namespace(), $"{set.Name()}-{ordinal}", set["spec"]!["template"]!.AsObject(), set, Manifests.RevisionHashLabel, revision);
        pod["metadata"]!["labels"]!["statefulset.kubernetes.io/pod-name"] = pod.Name();
        return pod;
    }

    private void Advance(JsonObject set, IReadOnlyList<JsonObject> pods, string? missing, string revision, Action again)
    {
        if (missing is not null)
            plane.Kubelet.Start(Pod(set, int.Parse(missing[(set.Name().Length + 1)..], System.Globalization.CultureInfo.InvariantCulture), revision), again);
        else if (pods.Where(pod => pod.Label(Manifests.RevisionHashLabel) != revision).MaxBy(pod => pod.Name().Length * 1000 + pod.Name()[^1]) is { } outdated)
            plane.Kubelet.Stop(outdated, again);
    }

    private static string CurrentOf(JsonObject set, string otherwise) => (string?)set["status"]?["currentRevision"] ?? otherwise;
}
