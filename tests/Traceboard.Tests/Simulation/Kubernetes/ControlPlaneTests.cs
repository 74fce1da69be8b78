using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Simulation;
using Traceboard.Simulation.Kubernetes;
using Traceboard.Simulation.Kubernetes.Controllers;

namespace Traceboard.Tests.Simulation.Kubernetes;

public sealed class ControlPlaneTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 17, 9, 30, 0, TimeSpan.Zero);
    private readonly ObjectStore _store;
    private readonly Schedule _schedule;
    private readonly ControlPlane _plane;
    private DateTimeOffset _now = Start;

    public ControlPlaneTests()
    {
        var time = new FakeTimeProvider(Start);
        _store = new ObjectStore(time, "test", 100_000);
        _schedule = new Schedule(time, pace: 1);
        _plane = new ControlPlane(_store, _schedule, new Random(1), ["node-1", "node-2", "node-3"]);
    }

    [Fact]
    public void A_rollout_makes_the_replica_set_first_then_pods_and_takes_the_old_ones_away_last()
    {
        Deploy("api:1");
        var before = _store.Version;
        Deploy("api:2");
        var events = _store.EventsAfter(before)!.Select(change => (change.Type, change.Object.Resource.Plural, Image(change.Object))).ToList();
        Assert.Equal((StoreEventType.Modified, "deployments"), (events[0].Type, events[0].Plural));
        Assert.Equal((StoreEventType.Added, "replicasets", "api:2"), events.First(change => change.Plural == "replicasets"));
        Assert.True(Index(StoreEventType.Added, "api:2") < Index(StoreEventType.Deleted, "api:1"));
        Assert.Equal(4, events.Count(change => change is (StoreEventType.Added, "pods", "api:2")));
        Assert.Equal(4, events.Count(change => change is (StoreEventType.Deleted, "pods", "api:1")));
        Assert.Equal("NewReplicaSetAvailable", Progressing());
        Assert.Equal("2", Deployment().Annotation(Manifests.Revision));

        int Index(StoreEventType type, string image) => events.IndexOf((type, "pods", image));
    }

    [Fact]
    public void While_it_rolls_enough_pods_stay_ready()
    {
        Deploy("api:1");
        _plane.Deploy(Definition("api:2"));
        var least = int.MaxValue;
        for (var step = 0; step < 300; step++)
        {
            Pass(TimeSpan.FromSeconds(0.1));
            least = Math.Min(least, Pods().Count(PodStatus.IsReady));
            Assert.InRange(Pods().Count(pod => !pod.IsTerminating()), 3, 5);
        }

        Assert.InRange(least, 3, 4);
    }

    [Fact]
    public void A_rollback_uses_the_old_replica_set_again_under_a_new_revision()
    {
        Deploy("api:1");
        var first = Sets().Single().Name();
        Deploy("api:2");
        Assert.Equal("api:1", _plane.Undo("shop", "api"));
        Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(2, Sets().Count);
        Assert.Equal("3", Sets().Single(set => set.Name() == first).Annotation(Manifests.Revision));
        Assert.All(Pods(), pod => Assert.Equal("api:1", (string?)pod["spec"]!["containers"]![0]!["image"]));
    }

    [Fact]
    public void A_rollout_that_cannot_start_keeps_what_ran_and_exceeds_its_deadline()
    {
        Deploy("api:1");
        _plane.BrokenImages["api:2"] = "ImagePullBackOff";
        Deploy("api:2");
        Pass(TimeSpan.FromSeconds(300));
        Assert.Equal("ProgressDeadlineExceeded", Progressing());
        Assert.InRange(Pods().Count(PodStatus.IsReady), 3, 4);
        Assert.Contains(Pods(), pod => (string?)pod["status"]!["containerStatuses"]![0]!["state"]!["waiting"]?["reason"] == "ImagePullBackOff");
        _plane.Undo("shop", "api");
        Pass(TimeSpan.FromSeconds(60));
        Assert.Equal("NewReplicaSetAvailable", Progressing());
        Assert.Equal(4, Pods().Count(PodStatus.IsReady));
    }

    [Fact]
    public void A_restart_changes_the_template_and_not_the_image_and_scaling_changes_neither()
    {
        Deploy("api:1");
        _plane.Scale("Deployment", "shop", "api", 2);
        Pass(TimeSpan.FromSeconds(60));
        Assert.Single(Sets());
        Assert.Equal(2, Pods().Count);
        _plane.Restart("Deployment", "shop", "api");
        Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(2, Sets().Count);
        Assert.All(Pods(), pod => Assert.Equal("api:1", (string?)pod["spec"]!["containers"]![0]!["image"]));
    }

    [Fact]
    public void Undeploying_takes_everything_away()
    {
        Deploy("api:1");
        _plane.Undeploy("Deployment", "shop", "api");
        Pass(TimeSpan.FromSeconds(60));
        Assert.Empty(Sets());
        Assert.Empty(Pods());
    }

    [Theory]
    [InlineData("StatefulSet", 3)]
    [InlineData("DaemonSet", 3)]
    public void Sets_replace_one_pod_after_the_other_and_mark_them_with_their_revision(string kind, int pods)
    {
        Deploy("db:1", kind);
        var before = _store.Version;
        Deploy("db:2", kind);
        var missing = 0;
        foreach (var change in _store.EventsAfter(before)!.Where(change => change.Object.Resource == KubernetesResource.Pods))
        {
            missing += change.Type switch { StoreEventType.Deleted => 1, StoreEventType.Added => -1, _ => 0 };
            Assert.InRange(missing, 0, 1);
        }

        Assert.Equal(pods, Pods().Count(PodStatus.IsReady));
        Assert.Single(Pods().Select(pod => pod.Label(Manifests.RevisionHashLabel)).Distinct(StringComparer.Ordinal));
        Assert.All(Pods(), pod => Assert.Equal("db:2", (string?)pod["spec"]!["containers"]![0]!["image"]));
    }

    [Fact]
    public void A_cron_job_runs_on_its_schedule_and_keeps_two_finished_jobs()
    {
        Deploy("job:1", "CronJob");
        Pass(TimeSpan.FromMinutes(31));
        var jobs = _store.Snapshot(KubernetesResource.Jobs).Objects.Values.Select(stored => stored.ToNode()).ToList();
        Assert.Equal(2, jobs.Count);
        Assert.All(jobs, job => Assert.Equal(1, (int)job["status"]!["succeeded"]!));
        Assert.All(Pods(), pod => Assert.Equal("Succeeded", (string?)pod["status"]!["phase"]));
    }

    private void Deploy(string image, string kind = "Deployment")
    {
        _plane.Deploy(Definition(image, kind));
        Pass(TimeSpan.FromSeconds(60));
    }

    private static WorkloadDefinition Definition(string image, string kind = "Deployment") => new()
    {
        Kind = kind,
        Namespace = "shop",
        Name = "api",
        Replicas = kind == "Deployment" ? 4 : 3,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app.kubernetes.io/name"] = "api" },
        Containers = [new("api", image)],
        ProgressDeadlineSeconds = 120,
    };

    private void Pass(TimeSpan span) => _schedule.RunUntil(_now += span);

    private JsonObject Deployment() => _store.Find(KubernetesResource.Deployments, "shop", "api")!.ToNode();

    private string? Progressing() => (string?)Deployment()["status"]!["conditions"]!.AsArray().Single(condition => (string?)condition!["type"] == "Progressing")!["reason"];

    private List<JsonObject> Sets() => [.. _store.Snapshot(KubernetesResource.ReplicaSets).Objects.Values.Select(stored => stored.ToNode())];

    private List<JsonObject> Pods() => [.. _store.Snapshot(KubernetesResource.Pods).Objects.Values.Select(stored => stored.ToNode())];

    private static string? Image(StoredObject stored)
    {
        var spec = stored.ToNode()["spec"]!;
        return (string?)(spec["template"]?["spec"] ?? spec)["containers"]?[0]?["image"];
    }
}
