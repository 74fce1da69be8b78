using System.Text.Json.Nodes;
using Traceboard.Simulation.Kubernetes;
using Traceboard.Simulation.Kubernetes.Controllers;

namespace Traceboard.Simulation.Fleet;

/// <summary>Writes what a cluster holds after weeks of releases, without living through them.</summary>
internal sealed class ClusterWriter(ObjectStore store, Random random, IReadOnlyList<string> nodes, DateTimeOffset now, Func<string, string> digestOf)
{
    public void Write(ServicePlan service, IReadOnlyList<Release> releases, int replicas, Situation situation)
    {
        switch (service.Kind)
        {
            case "Deployment":
                WriteDeployment(service, releases, replicas, situation);
                break;
            case "CronJob":
                WriteCronJob(service, releases[^1]);
                break;
            default:
                WriteSet(service, releases, replicas);
                break;
        }
    }

    private void WriteDeployment(ServicePlan service, IReadOnlyList<Release> releases, int replicas, Situation situation)
    {
        var deployment = Create(releases[^1].Definition(service, replicas), releases[0].At);
        deployment.SetAnnotation(Manifests.Revision, $"{releases.Count}");
        deployment = store.Apply(deployment).ToNode();
        var sets = new OrderedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (index, release) in releases.Index())
        {
            var template = Manifests.Template(release.Definition(service, replicas));
            var hash = Manifests.TemplateHash(template);
            if (!sets.TryGetValue(hash, out var set))
            {
                var source = deployment.DeepClone().AsObject();
                source["spec"]!["template"] = template;
                set = DeploymentController.ReplicaSet(source, hash, index + 1, 0);
                set["metadata"]!["creationTimestamp"] = KubernetesTime.Format(release.At);
                sets.Add(hash, set);
            }

            set.SetAnnotation(Manifests.Revision, $"{index + 1}");
        }

        var current = sets[Manifests.TemplateHash(deployment["spec"]!["template"]!)];
        var before = sets.Values.Where(set => set != current).MaxBy(set => set.Revision());
        var old = before is null ? 0 : situation.OnOlder(replicas);
        foreach (var set in sets.Values.Where(set => set != current))
            WritePods(set, set == before ? old : 0, releases[Math.Max(0, releases.Count - 2)].At, new Situation());
        var (total, ready) = WritePods(current, situation.OnNewest(replicas), releases[^1].At, situation);
        var reason = situation.Stuck is not null ? WorkloadStatus.ProgressDeadlineExceeded : situation.IsUnderWay ? "ReplicaSetUpdated" : WorkloadStatus.NewReplicaSetAvailable;
        WorkloadStatus.SetDeployment(deployment, new PodCounts(total + old, total, ready + old, ready), reason, current.Name(), releases[^1].At);
        store.Apply(deployment);
    }

    private (int Total, int Ready) WritePods(JsonObject set, int count, DateTimeOffset at, Situation situation)
    {
        set["spec"]!["replicas"] = count;
        var ready = situation.Stuck is null ? count : 0;
        WorkloadStatus.SetReplicaSet(set, count, ready);
        var owner = store.Apply(set).ToNode();
        for (var index = 0; index < count; index++)
        {
            var pod = Manifests.Pod(owner.Namespace(), $"{owner.Name()}-{Seeded.Suffix($"{owner.Uid()}/{index}", 5)}", owner["spec"]!["template"]!.AsObject(), owner);
            Place(pod, index, at, situation);
        }

        return (count, ready);
    }

    private void WriteSet(ServicePlan service, IReadOnlyList<Release> releases, int replicas)
    {
        var set = store.Apply(Create(releases[^1].Definition(service, replicas), releases[0].At)).ToNode();
        var daemon = service.Kind == "DaemonSet";
        var revision = daemon ? Manifests.TemplateHash(set["spec"]!["template"]!) : StatefulSetController.RevisionOf(set);
        var count = daemon ? nodes.Count : replicas;
        for (var index = 0; index < count; index++)
        {
            var pod = daemon ? DaemonSetController.Pod(set, nodes[index], revision, "first") : StatefulSetController.Pod(set, index, revision);
            Place(pod, index, releases[^1].At, new Situation());
        }

        var counts = new PodCounts(count, count, count, count);
        if (daemon)
            WorkloadStatus.SetDaemonSet(set, counts, count);
        else
            WorkloadStatus.SetStatefulSet(set, counts, revision, revision);
        store.Apply(set);
    }

    private void WriteCronJob(ServicePlan service, Release release)
    {
        var cronJob = store.Apply(Create(release.Definition(service, 1), release.At.AddDays(-9))).ToNode();
        foreach (var ago in (int[])[9, 4])
        {
            var at = now.AddMinutes(-ago);
            var wanted = CronJobController.Job(cronJob, at);
            wanted["metadata"]!["creationTimestamp"] = KubernetesTime.Format(at);
            WorkloadStatus.SetJob(wanted, at, at.AddSeconds(8));
            var pod = CronJobController.Pod(store.Apply(wanted).ToNode());
            Place(pod, 0, at, new Situation());
            PodStatus.SetSucceeded(pod, at.AddSeconds(8));
            store.Apply(pod);
        }

        cronJob["status"] = new JsonObject { ["lastScheduleTime"] = KubernetesTime.Format(now.AddMinutes(-4)) };
        store.Apply(cronJob);
    }

    private void Place(JsonObject pod, int index, DateTimeOffset at, Situation situation)
    {
        var createdAt = at.AddSeconds(3 + (index * 7));
        pod["metadata"]!["creationTimestamp"] = KubernetesTime.Format(createdAt);
        pod["spec"]!["nodeName"] = (string?)pod["spec"]!["nodeName"] ?? random.Pick(nodes);
        if (situation.Stuck is { } reason)
            PodStatus.SetWaiting(pod, reason, createdAt.AddSeconds(4), digestOf, reason == "CrashLoopBackOff" ? 6 : 0);
        else
            PodStatus.SetRunning(pod, ready: true, createdAt.AddSeconds(4), image => situation.TwoDigests && index == 0 ? Seeded.Digest(image + "/older") : digestOf(image), index == 0 ? situation.Restarts : 0);
        store.Apply(pod);
    }

    private static JsonObject Create(WorkloadDefinition definition, DateTimeOffset at)
    {
        var node = Manifests.Workload(definition);
        node["metadata"]!["creationTimestamp"] = KubernetesTime.Format(at);
        return node;
    }
}

/// <summary>How a workload stands at the start, where it does not just run.</summary>
internal sealed record Situation
{
    /// <summary>Reason that the newest pods wait for.</summary>
    public string? Stuck { get; init; }

    /// <summary>Pods of the newest template while the others are still the older one's.</summary>
    public int? Rolled { get; init; }

    /// <summary>The first pod pulled the same tag when it was another image.</summary>
    public bool TwoDigests { get; init; }

    public int Restarts { get; init; }

    public bool IsUnderWay => Stuck is not null || Rolled is not null;

    public int OnNewest(int replicas) => Stuck is not null ? 1 : Math.Min(replicas, Rolled ?? replicas);

    /// <summary>A rollout that is stuck keeps all pods that it had.</summary>
    public int OnOlder(int replicas) => Stuck is not null ? replicas : replicas - OnNewest(replicas);
}
