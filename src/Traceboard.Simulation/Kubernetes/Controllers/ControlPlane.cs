using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>
/// The controllers of a cluster and what people and pipelines do to it. Everything runs on the schedule, one step at a time.
/// </summary>
internal sealed class ControlPlane
{
    private readonly DeploymentController _deployments;
    private readonly StatefulSetController _statefulSets;
    private readonly DaemonSetController _daemonSets;
    private readonly CronJobController _cronJobs;

    public ControlPlane(ObjectStore store, Schedule schedule, Random random, IReadOnlyList<string> nodes)
    {
        (Store, Schedule, Random, Nodes) = (store, schedule, random, nodes);
        Kubelet = new Kubelet(this);
        _deployments = new DeploymentController(this);
        _statefulSets = new StatefulSetController(this);
        _daemonSets = new DaemonSetController(this);
        _cronJobs = new CronJobController(this);
    }

    public ObjectStore Store { get; }

    public Schedule Schedule { get; }

    public Random Random { get; }

    public IReadOnlyList<string> Nodes { get; }

    public Kubelet Kubelet { get; }

    /// <summary>Images that do not start, with the reason that their containers wait for.</summary>
    public Dictionary<string, string> BrokenImages { get; } = new(StringComparer.Ordinal);

    /// <summary>The digest that an image has when it is pulled now.</summary>
    public Func<string, string> DigestOf { get; set; } = Seeded.Digest;

    /// <summary>Creates a workload, or changes it to this.</summary>
    public void Deploy(WorkloadDefinition definition)
    {
        var wanted = Manifests.Workload(definition);
        var resource = KubernetesResource.OfKind((string)wanted["apiVersion"]!, definition.Kind);
        if (Store.Find(resource, definition.Namespace, definition.Name)?.ToNode() is { } before)
        {
            before["spec"] = wanted["spec"]!.DeepClone();
            wanted = before;
        }

        Write(wanted);
        Soon(definition.Kind, definition.Namespace, definition.Name);
    }

    /// <summary>Changes a workload where it exists; a change that leaves it equal does nothing.</summary>
    public bool Change(string kind, string @namespace, string name, Action<JsonObject> change)
    {
        var resource = KubernetesResource.OfKind(kind == "CronJob" ? "batch/v1" : "apps/v1", kind);
        if (Store.Find(resource, @namespace, name)?.ToNode() is not { } node)
            return false;
        change(node);
        Write(node);
        Soon(kind, @namespace, name);
        return true;
    }

    /// <summary>As <c>kubectl rollout restart</c>.</summary>
    public bool Restart(string kind, string @namespace, string name) => Change(kind, @namespace, name, node =>
    {
        var metadata = node["spec"]!["template"]!["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[Manifests.RestartedAt] = KubernetesTime.Format(Schedule.Now);
    });

    public bool Scale(string kind, string @namespace, string name, int replicas) =>
        Change(kind, @namespace, name, node => node["spec"]!["replicas"] = replicas);

    /// <summary>As <c>kubectl rollout undo</c>: back to the template of the ReplicaSet before.</summary>
    /// <returns>The image that runs again, or null where there is nothing to go back to.</returns>
    public string? Undo(string @namespace, string name) => _deployments.Undo(@namespace, name);

    /// <summary>Deletes a workload with all that it owns.</summary>
    public void Undeploy(string kind, string @namespace, string name)
    {
        var resource = KubernetesResource.OfKind(kind == "CronJob" ? "batch/v1" : "apps/v1", kind);
        if (Store.Find(resource, @namespace, name)?.ToNode() is not { } node)
            return;
        Store.Delete(resource, @namespace, name);
        var owners = new List<string> { node.Uid() };
        foreach (var owned in (KubernetesResource[])[KubernetesResource.ReplicaSets, KubernetesResource.Jobs])
        {
            foreach (var set in OwnedBy(owned, node.Uid()))
            {
                owners.Add(set.Uid());
                Store.Delete(owned, set.Namespace(), set.Name());
            }
        }

        foreach (var pod in owners.SelectMany(owner => OwnedBy(KubernetesResource.Pods, owner)).ToList())
            Kubelet.Stop(pod, () => { });
    }

    /// <summary>Takes up what is under way: for a cluster that was written into the store and not grown by these controllers.</summary>
    public void Resume()
    {
        foreach (var resource in (KubernetesResource[])[KubernetesResource.Deployments, KubernetesResource.CronJobs])
        {
            foreach (var node in Store.Snapshot(resource).Objects.Values.Select(stored => stored.ToNode()).ToList())
                Soon(resource.Kind, node.Namespace(), node.Name());
        }
    }

    internal IReadOnlyList<JsonObject> OwnedBy(KubernetesResource resource, string uid) =>
        [.. Store.Snapshot(resource).Objects.Values.OfType<NodeObject>().Where(stored => stored.Peek().IsOwnedBy(uid)).Select(stored => stored.ToNode())];

    internal JsonObject Write(JsonObject node)
    {
        if (node["metadata"]!["creationTimestamp"] is null)
            node["metadata"]!["creationTimestamp"] = KubernetesTime.Format(Schedule.Now);
        return Store.Apply(node).ToNode();
    }

    internal void Soon(string kind, string @namespace, string name) => Schedule.After(Between(0.05, 0.2), () => Reconcile(kind, @namespace, name));

    internal TimeSpan Between(double leastSeconds, double mostSeconds) =>
        Random.Between(TimeSpan.FromSeconds(leastSeconds), TimeSpan.FromSeconds(mostSeconds));

    private void Reconcile(string kind, string @namespace, string name)
    {
        switch (kind)
        {
            case "Deployment":
                _deployments.Reconcile(@namespace, name);
                break;
            case "StatefulSet":
                _statefulSets.Reconcile(@namespace, name);
                break;
            case "DaemonSet":
                _daemonSets.Reconcile(@namespace, name);
                break;
            case "CronJob":
                _cronJobs.Plan(@namespace, name);
                break;
            default:
                throw new ArgumentException($"No controller for {kind}.", nameof(kind));
        }
    }
}
