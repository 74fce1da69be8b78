using System.Globalization;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>Runs CronJobs whose schedule is every so many minutes (<c>*/N * * * *</c>), and keeps as many old Jobs as they ask for.</summary>
internal sealed class CronJobController(ControlPlane plane)
{
    private readonly HashSet<string> _planned = new(StringComparer.Ordinal);

    /// <summary>Plans the next run, once for each CronJob.</summary>
    public void Plan(string @namespace, string name)
    {
        if (Find(@namespace, name) is not { } cronJob || !_planned.Add(cronJob.Uid()))
            return;
        var now = plane.Schedule.Now;
        var every = MinutesOf((string)cronJob["spec"]!["schedule"]!);
        plane.Schedule.After(TimeSpan.FromSeconds((every * 60) - (now.ToUnixTimeSeconds() % (every * 60))), () =>
        {
            _planned.Remove(cronJob.Uid());
            Run(@namespace, name);
            Plan(@namespace, name);
        });
    }

    /// <summary>The Job of a run.</summary>
    public static JsonObject Job(JsonObject cronJob, DateTimeOffset at)
    {
        var template = cronJob["spec"]!["jobTemplate"]!;
        var name = $"{cronJob.Name()}-{at.ToUnixTimeSeconds() / 60}";
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = cronJob.Namespace(),
                ["labels"] = template["metadata"]!["labels"]!.DeepClone(),
                ["ownerReferences"] = new JsonArray(Manifests.OwnerReference(cronJob)),
                ["annotations"] = new JsonObject { ["batch.kubernetes.io/cronjob-scheduled-timestamp"] = KubernetesTime.Format(at) },
            },
            ["spec"] = template["spec"]!.DeepClone(),
        };
    }

    public static JsonObject Pod(JsonObject job)
    {
        var pod = Manifests.Pod(job.Namespace(), $"{job.Name()}-{Seeded.Suffix(job.Uid(), 5)}", job["spec"]!["template"]!.AsObject(), job);
        pod["metadata"]!["labels"]!["batch.kubernetes.io/job-name"] = job.Name();
        return pod;
    }

    private void Run(string @namespace, string name)
    {
        if (Find(@namespace, name) is not { } cronJob)
            return;
        var startedAt = plane.Schedule.Now;
        var wanted = Job(cronJob, startedAt);
        if (plane.Store.Find(KubernetesResource.Jobs, @namespace, wanted.Name()) is not null)
            return;
        WorkloadStatus.SetJob(wanted, startedAt, completedAt: null);
        var job = plane.Write(wanted);
        cronJob["status"] = new JsonObject { ["lastScheduleTime"] = KubernetesTime.Format(startedAt) };
        plane.Write(cronJob);
        plane.Kubelet.RunOnce(Pod(job), () => Finish(cronJob, job, startedAt));
    }

    private void Finish(JsonObject cronJob, JsonObject job, DateTimeOffset startedAt)
    {
        if (plane.Store.Find(KubernetesResource.Jobs, job.Namespace(), job.Name())?.ToNode() is not { } live)
            return;
        WorkloadStatus.SetJob(live, startedAt, plane.Schedule.Now);
        plane.Write(live);
        var kept = (int?)cronJob["spec"]!["successfulJobsHistoryLimit"] ?? 3;
        var finished = plane.OwnedBy(KubernetesResource.Jobs, cronJob.Uid()).Where(one => (int?)one["status"]?["succeeded"] == 1);
        foreach (var old in finished.OrderByDescending(one => one.Name(), StringComparer.Ordinal).Skip(kept))
        {
            foreach (var pod in plane.OwnedBy(KubernetesResource.Pods, old.Uid()))
                plane.Store.Delete(KubernetesResource.Pods, pod.Namespace(), pod.Name());
            plane.Store.Delete(KubernetesResource.Jobs, old.Namespace(), old.Name());
        }
    }

    private static int MinutesOf(string schedule) =>
        schedule.StartsWith("*/", StringComparison.Ordinal) && int.TryParse(schedule[2..schedule.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture, out var minutes) && minutes > 0 ? minutes : 60;

    private JsonObject? Find(string @namespace, string name) => plane.Store.Find(KubernetesResource.CronJobs, @namespace, name)?.ToNode();
}
