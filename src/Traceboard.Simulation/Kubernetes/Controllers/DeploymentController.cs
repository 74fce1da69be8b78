using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>Rolls Deployments: a ReplicaSet for each template, surge and unavailability of a quarter, revisions, deadline, history.</summary>
internal sealed class DeploymentController(ControlPlane plane)
{
    public string? Undo(string @namespace, string name)
    {
        if (Find(@namespace, name) is not { } deployment)
            return null;
        var sets = Sets(deployment);
        var previous = sets.Where(set => set.Revision() < deployment.Revision()).MaxBy(set => set.Revision());
        if (previous is null)
            return null;
        var template = previous["spec"]!["template"]!.DeepClone().AsObject();
        template["metadata"]!["labels"]!.AsObject().Remove(Manifests.TemplateHashLabel);
        plane.Change("Deployment", @namespace, name, node => node["spec"]!["template"] = template);
        return (string?)template["spec"]!["containers"]![0]!["image"];
    }

    public void Reconcile(string @namespace, string name)
    {
        if (Find(@namespace, name) is not { } deployment)
            return;
        var sets = Sets(deployment);
        var current = Current(deployment, sets, out var isNew);
        var pods = sets.Append(current).DistinctBy(set => set.Uid(), StringComparer.Ordinal).ToDictionary(set => set.Uid(), set => plane.OwnedBy(KubernetesResource.Pods, set.Uid()), StringComparer.Ordinal);
        var old = sets.Where(set => set.Uid() != current.Uid()).OrderBy(set => set.Revision()).ToList();
        Scale(deployment, current, old, pods);
        foreach (var set in old.Append(current))
            Sync(set, pods[set.Uid()], deployment);
        WriteStatus(deployment, current, old, pods, isNew);
    }

    /// <summary>The ReplicaSet of the wanted template: a new one, or an old one that becomes the newest again.</summary>
    private JsonObject Current(JsonObject deployment, IReadOnlyList<JsonObject> sets, out bool isNew)
    {
        var template = deployment["spec"]!["template"]!.AsObject();
        var hash = Manifests.TemplateHash(template);
        var current = sets.FirstOrDefault(set => set.Label(Manifests.TemplateHashLabel) == hash);
        var newest = sets.Count == 0 ? 0 : sets.Max(set => set.Revision());
        isNew = current is null || current.Revision() < newest;
        if (current is null)
            current = plane.Write(ReplicaSet(deployment, hash, newest + 1, 0));
        else if (isNew)
            Revise(current, newest + 1);
        if (isNew)
            Watch(deployment, current.Name());

        return plane.Store.Find(KubernetesResource.ReplicaSets, current.Namespace(), current.Name())!.ToNode();
    }

    /// <summary>A ReplicaSet as the controller makes it.</summary>
    internal static JsonObject ReplicaSet(JsonObject deployment, string hash, int revision, int replicas)
    {
        var template = deployment["spec"]!["template"]!.DeepClone().AsObject();
        template["metadata"]!["labels"]![Manifests.TemplateHashLabel] = hash;
        var labels = template["metadata"]!["labels"]!.DeepClone().AsObject();
        var set = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(Manifests.OwnerReference(deployment)),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() }, ["template"] = template },
        };
        set.SetAnnotation(Manifests.Revision, $"{revision}");
        set.SetAnnotation("deployment.kubernetes.io/desired-replicas", $"{deployment.Replicas()}");
        WorkloadStatus.SetReplicaSet(set, 0, 0);
        return set;
    }

    private static void Scale(JsonObject deployment, JsonObject current, IReadOnlyList<JsonObject> old, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> pods)
    {
        var wanted = deployment.Replicas();
        var (surge, unavailable) = (Math.Max(1, (wanted + 3) / 4), wanted / 4);
        var active = old.Sum(set => set.Replicas());
        var room = active == 0 ? wanted : Math.Min(wanted, wanted + surge - active);
        current["spec"]!["replicas"] = active == 0 ? wanted : Math.Clamp(Math.Max(current.Replicas(), room), 0, wanted);
        var ready = pods.Values.Sum(of => of.Count(PodStatus.IsReady));
        var unready = current.Replicas() - pods[current.Uid()].Count(PodStatus.IsReady);
        var removable = Math.Max(0, active + current.Replicas() - (wanted - unavailable) - unready);
        foreach (var set in old.Where(set => set.Replicas() > 0))
        {
            var broken = set.Replicas() - pods[set.Uid()].Count(PodStatus.IsReady);
            var healthy = Math.Clamp(ready - (wanted - unavailable), 0, set.Replicas() - broken);
            var less = Math.Min(set.Replicas(), Math.Min(removable, broken + healthy));
            set["spec"]!["replicas"] = set.Replicas() - less;
            removable -= less;
            ready -= Math.Max(0, less - broken);
        }
    }

    /// <summary>Creates or stops pods until a ReplicaSet has as many as it wants.</summary>
    private void Sync(JsonObject set, IReadOnlyList<JsonObject> pods, JsonObject deployment)
    {
        var (@namespace, name) = (deployment.Namespace(), deployment.Name());
        var living = pods.Where(pod => !pod.IsTerminating()).ToList();
        for (var missing = set.Replicas() - living.Count; missing > 0; missing--)
        {
            var pod = Manifests.Pod(@namespace, $"{set.Name()}-{Seeded.Suffix($"{set.Uid()}/{plane.Store.Version}/{missing}", 5)}", set["spec"]!["template"]!.AsObject(), set);
            plane.Kubelet.Start(pod, () => plane.Soon("Deployment", @namespace, name));
        }

        foreach (var surplus in living.OrderBy(PodStatus.IsReady).Take(Math.Max(0, living.Count - set.Replicas())))
            plane.Kubelet.Stop(surplus, () => plane.Soon("Deployment", @namespace, name));
        WorkloadStatus.SetReplicaSet(set, living.Count, living.Count(PodStatus.IsReady));
        plane.Write(set);
    }

    private void WriteStatus(JsonObject deployment, JsonObject current, IReadOnlyList<JsonObject> old, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> pods, bool isNew)
    {
        var living = pods.ToDictionary(of => of.Key, of => of.Value.Where(pod => !pod.IsTerminating()).ToList(), StringComparer.Ordinal);
        var updated = living[current.Uid()];
        var counts = new PodCounts(living.Values.Sum(of => of.Count), updated.Count, living.Values.Sum(of => of.Count(PodStatus.IsReady)), updated.Count(PodStatus.IsReady));
        var wanted = deployment.Replicas();
        var complete = counts.Updated == wanted && counts.Total == wanted && counts.UpdatedReady == wanted;
        var before = Progressing(deployment);
        var reason = complete ? WorkloadStatus.NewReplicaSetAvailable
            : isNew ? "NewReplicaSetCreated"
            : before is WorkloadStatus.ProgressDeadlineExceeded or WorkloadStatus.NewReplicaSetAvailable ? before
            : "ReplicaSetUpdated";
        deployment.SetAnnotation(Manifests.Revision, $"{current.Revision()}");
        WorkloadStatus.SetDeployment(deployment, counts, reason, current.Name(), plane.Schedule.Now);
        plane.Write(deployment);
        if (!complete)
            return;
        var limit = (int?)deployment["spec"]!["revisionHistoryLimit"] ?? 10;
        foreach (var surplus in old.Where(set => set.Replicas() == 0).OrderByDescending(set => set.Revision()).Skip(limit))
            plane.Store.Delete(KubernetesResource.ReplicaSets, surplus.Namespace(), surplus.Name());
    }

    /// <summary>Calls the rollout failed when its deadline passes without completion.</summary>
    private void Watch(JsonObject deployment, string replicaSet)
    {
        var (@namespace, name) = (deployment.Namespace(), deployment.Name());
        var deadline = TimeSpan.FromSeconds((int?)deployment["spec"]!["progressDeadlineSeconds"] ?? 600);
        plane.Schedule.After(deadline, () =>
        {
            if (Find(@namespace, name) is not { } live || Progressing(live) == WorkloadStatus.NewReplicaSetAvailable)
                return;
            if (Manifests.TemplateHash(live["spec"]!["template"]!) != replicaSet[(name.Length + 1)..])
                return;
            var status = live["status"]!;
            var counts = new PodCounts((int?)status["replicas"] ?? 0, (int?)status["updatedReplicas"] ?? 0, (int?)status["readyReplicas"] ?? 0, 0);
            WorkloadStatus.SetDeployment(live, counts, WorkloadStatus.ProgressDeadlineExceeded, replicaSet, plane.Schedule.Now);
            plane.Write(live);
        });
    }

    private void Revise(JsonObject set, int revision)
    {
        set.SetAnnotation(Manifests.Revision, $"{revision}");
        plane.Write(set);
    }

    private static string? Progressing(JsonObject deployment) =>
        (string?)deployment["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == "Progressing")?["reason"];

    private JsonObject? Find(string @namespace, string name) => plane.Store.Find(KubernetesResource.Deployments, @namespace, name)?.ToNode();

    private IReadOnlyList<JsonObject> Sets(JsonObject deployment) => plane.OwnedBy(KubernetesResource.ReplicaSets, deployment.Uid());
}
