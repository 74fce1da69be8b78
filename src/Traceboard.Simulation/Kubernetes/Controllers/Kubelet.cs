using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>Lets pods live: scheduled, pulled, started, ready, and at the end terminated. Tells the owner after each step that counts.</summary>
internal sealed class Kubelet(ControlPlane plane)
{
    /// <summary>Creates a pod and lets it come up.</summary>
    public void Start(JsonObject pod, Action told, string? node = null)
    {
        PodStatus.SetPending(pod, plane.Schedule.Now);
        var created = plane.Write(pod);
        var on = node ?? plane.Random.Pick(plane.Nodes);
        plane.Schedule.After(plane.Between(0.05, 0.3), () => Step(created, live => PodStatus.SetScheduled(live, on, plane.Schedule.Now), told, () => Pull(created, told)));
    }

    /// <summary>Creates a pod that runs once.</summary>
    public void RunOnce(JsonObject pod, Action finished)
    {
        PodStatus.SetPending(pod, plane.Schedule.Now);
        var created = plane.Write(pod);
        plane.Schedule.After(plane.Between(0.1, 0.3), () => Step(created, live => PodStatus.SetScheduled(live, plane.Random.Pick(plane.Nodes), plane.Schedule.Now), () => { }, () => { }));
        plane.Schedule.After(plane.Between(0.5, 1.5), () => Step(created, live => PodStatus.SetRunning(live, ready: true, plane.Schedule.Now, plane.DigestOf), () => { }, () => { }));
        plane.Schedule.After(plane.Between(4, 9), () => Step(created, live => PodStatus.SetSucceeded(live, plane.Schedule.Now), finished, () => { }));
    }

    /// <summary>Terminates a pod as a deletion does: marked first, then not ready, then gone.</summary>
    public void Stop(JsonObject pod, Action told)
    {
        if (plane.Store.Find(KubernetesResource.Pods, pod.Namespace(), pod.Name())?.ToNode() is not { } live || live.IsTerminating())
            return;
        live["metadata"]!["deletionTimestamp"] = KubernetesTime.Format(plane.Schedule.Now.AddSeconds(30));
        live["metadata"]!["deletionGracePeriodSeconds"] = 30;
        plane.Write(live);
        plane.Schedule.After(plane.Between(0.2, 0.5), () => Step(live, PodStatus.SetNotReady, told, () => { }));
        plane.Schedule.After(plane.Between(0.8, 2.5), () =>
        {
            plane.Store.Delete(KubernetesResource.Pods, live.Namespace(), live.Name());
            told();
        });
    }

    private void Pull(JsonObject pod, Action told)
    {
        var image = (string)pod["spec"]!["containers"]![0]!["image"]!;
        if (plane.BrokenImages.TryGetValue(image, out var reason))
        {
            plane.Schedule.After(plane.Between(0.5, 1), () => Fail(pod, reason, told, 0));
            return;
        }

        plane.Schedule.After(plane.Between(0.3, 1.5), () => Step(pod, live => PodStatus.SetRunning(live, ready: false, plane.Schedule.Now, plane.DigestOf), told, () =>
            plane.Schedule.After(plane.Between(0.4, 2), () => Step(pod, live => PodStatus.SetRunning(live, ready: true, StartedAt(live), plane.DigestOf), told, () => { }))));
    }

    /// <summary>A container that crashes is started again, later each time; one that cannot be pulled just waits.</summary>
    private void Fail(JsonObject pod, string reason, Action told, int restarts) =>
        Step(pod, live => PodStatus.SetWaiting(live, reason, plane.Schedule.Now, plane.DigestOf, restarts), told, () =>
        {
            if (reason == "CrashLoopBackOff")
                plane.Schedule.After(TimeSpan.FromSeconds(Math.Min(300, 10 * Math.Pow(2, restarts))), () => Fail(pod, reason, told, restarts + 1));
        });

    private void Step(JsonObject pod, Action<JsonObject> change, Action told, Action next)
    {
        if (plane.Store.Find(KubernetesResource.Pods, pod.Namespace(), pod.Name())?.ToNode() is not { } live || live.Uid() != pod.Uid())
            return;
        if (live.IsTerminating() && change != PodStatus.SetNotReady)
            return;
        change(live);
        plane.Write(live);
        told();
        next();
    }

    private DateTimeOffset StartedAt(JsonObject pod) =>
        DateTimeOffset.TryParse((string?)pod["status"]?["startTime"], out var at) ? at : plane.Schedule.Now;
}
