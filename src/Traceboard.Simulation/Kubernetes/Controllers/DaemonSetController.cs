using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>Rolls DaemonSets: one pod on each node, one node after the other.</summary>
internal sealed class DaemonSetController(ControlPlane plane)
{
    public void Reconcile(string @namespace, string name)
    {
        if (plane.Store.Find(KubernetesResource.DaemonSets, @namespace, name)?.ToNode() is not { } set)
            return;
        var revision = Manifests.TemplateHash(set["spec"]!["template"]!);
        var pods = plane.OwnedBy(KubernetesResource.Pods, set.Uid());
        var occupied = pods.Select(NodeOf).ToHashSet(StringComparer.Ordinal);
        var empty = plane.Nodes.FirstOrDefault(node => !occupied.Contains(node));
        if (empty is not null)
            plane.Kubelet.Start(Pod(set, empty, revision, $"{plane.Store.Version}"), Again, empty);
        else if (pods.All(PodStatus.IsReady) && pods.FirstOrDefault(pod => pod.Label(Manifests.RevisionHashLabel) != revision) is { } outdated)
            plane.Kubelet.Stop(outdated, Again);

        WorkloadStatus.SetDaemonSet(set, StatefulSetController.Count(pods, revision), plane.Nodes.Count);
        plane.Write(set);

        void Again() => plane.Soon("DaemonSet", @namespace, name);
    }

    /// <summary>The pod of a node: it is bound to it from the start.</summary>
    public static JsonObject Pod(JsonObject set, string node, string revision, string distinct)
    {
        var name = $"{set.Name()}-{Seeded.Suffix($"{set.Uid()}/{node}/{revision}/{distinct}", 5)}";
        var pod = Manifests.Pod(set.Namespace(), name, set["spec"]!["template"]!.AsObject(), set, Manifests.RevisionHashLabel, revision);
        pod["spec"]!["nodeName"] = node;
        return pod;
    }

    private static string NodeOf(JsonObject pod) => (string?)pod["spec"]!["nodeName"] ?? "";
}
