using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation;
using Traceboard.Simulation.Fleet;
using Traceboard.Simulation.GitHosts;
using Traceboard.Simulation.Kubernetes;
using Traceboard.Simulation.Kubernetes.Controllers;
using Traceboard.Tests.Simulation.Kubernetes;

namespace Traceboard.Tests.Simulation;

public sealed class SimulatedFleetTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 17, 9, 30, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_up_well_within_three_seconds_and_leaves_no_file_behind()
    {
        var started = Stopwatch.StartNew();
        string kubeconfig;
        await using (var fleet = await StartAsync())
        {
            Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            kubeconfig = fleet.Configuration["Traceboard:Clusters:0:Kubeconfig"]!;
            Assert.True(File.Exists(kubeconfig));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(kubeconfig)));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_fleet_and_another_seed_another()
    {
        await using var one = await StartAsync();
        await using var same = await StartAsync();
        await using var other = await StartAsync(seed: 8);
        Assert.Equal(Everything(one), Everything(same));
        Assert.NotEqual(Everything(one), Everything(other));
    }

    [Fact]
    public async Task The_same_seed_goes_on_in_the_same_way()
    {
        await using var one = await StartAsync();
        await using var same = await StartAsync();
        foreach (var fleet in (SimulatedFleet[])[one, same])
        {
            fleet.BeginPipeline(7);
            fleet.Schedule.RunUntil(Now.AddMinutes(2));
        }

        Assert.Equal(Everything(one), Everything(same));
    }

    [Fact]
    public async Task It_has_the_breadth_of_a_real_fleet()
    {
        await using var fleet = await StartAsync();
        Assert.Equal(["dev-eu", "stage-eu", "prod-eu"], fleet.Clusters.Select(cluster => cluster.Name).ToList());
        Assert.InRange(Catalogue.Services.Count, 25, 40);
        Assert.Equal(8, Catalogue.Services.Select(service => service.Team).Distinct().Count());
        Assert.Contains(fleet.Clusters[2].List("pods"), pod => pod["spec"]!["containers"]!.AsArray().Count == 3);
        Assert.Contains(fleet.Clusters[2].List("pods"), pod => (int?)pod["status"]!["containerStatuses"]![0]!["restartCount"] == 7);
        var created = fleet.Clusters[2].List("pods").Select(pod => Now - DateTimeOffset.Parse((string)pod["metadata"]!["creationTimestamp"]!)).ToList();
        Assert.True(created.Min() < TimeSpan.FromHours(1) && created.Max() > TimeSpan.FromDays(7));
        Assert.All(fleet.Clusters, cluster => Assert.NotEmpty(cluster.List("jobs")));
    }

    [Fact]
    public async Task Every_kind_of_ghost_is_there()
    {
        await using var fleet = await StartAsync();
        Assert.Equal(Enum.GetValues<Ghost>(), Catalogue.Services.Select(service => service.Ghost).Distinct().Order());
        var images = fleet.Clusters[2].List("pods").Select(pod => (string)pod["spec"]!["containers"]![0]!["image"]!).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("ghcr.io/acme/mailer:latest", images);
        Assert.Contains("ghcr.io/acme/status-page", images);
        Assert.Contains("ghcr.io/acme/docs-site:main", images);
        Assert.Contains("ghcr.io/acme/help-center:main", images);
        Assert.Contains("ghcr.io/acme/newsletter:4.1.0", images);
        Assert.Contains("registry.example.com/platform/growth/loyalty:3.2.0", images);
        Assert.Contains("ghcr.io/acme/feature-flags:2.14.3", images);
        Assert.Contains(images, image => image.StartsWith("harbor.internal.example/legacy/erp-bridge:", StringComparison.Ordinal));
        var unknown = images.Single(image => image.StartsWith("ghcr.io/acme/coupons:sha-", StringComparison.Ordinal)).Split("sha-")[1];
        Assert.Equal(new GitResolution(null), fleet.GitHub.Find("acme/coupons")!.Resolve(unknown));
        var ambiguous = images.Single(image => image.Contains("config-server:", StringComparison.Ordinal)).Split(':')[1];
        Assert.True(fleet.GitLab.Find("platform/edge/config-server")!.Resolve(ambiguous).Ambiguous);
        Assert.Equal(GitAccess.Forbidden, fleet.GitHub.Find("acme/vault-sync")!.Access);
        Assert.Equal(2, Digests("referrals").Distinct(StringComparer.Ordinal).Count());

        IEnumerable<string> Digests(string service) => fleet.Clusters[2].List("pods")
            .Where(pod => pod.Label("app.kubernetes.io/name") == service)
            .Select(pod => ((string)pod["status"]!["containerStatuses"]![0]!["imageID"]!).Split('@')[1]);
    }

    [Fact]
    public async Task Whatever_else_runs_comes_from_a_commit_of_its_repository()
    {
        await using var fleet = await StartAsync();
        foreach (var cluster in fleet.FleetClusters)
        {
            foreach (var service in Catalogue.Services.Where(service => !service.IsStill))
            {
                var release = cluster.Current(service);
                var found = fleet.World.Of(service).Story.Repository.Resolve(release.Commit!.Sha).Commit!;
                Assert.Contains(found.Sha[..7], release.Image, StringComparison.Ordinal);
                Assert.True(found.CommittedAt < release.At, $"{service.Name} was released before it was written");
            }
        }
    }

    [Fact]
    public async Task Something_drifts_something_was_rolled_back_and_something_is_stuck()
    {
        await using var fleet = await StartAsync();
        Assert.InRange(Catalogue.Services.Count(service => !service.IsStill && fleet.FleetClusters[1].Current(service).Commit != fleet.FleetClusters[2].Current(service).Commit), 8, 30);
        var sets = fleet.Clusters[2].List("replicasets").Where(set => set.Label("app.kubernetes.io/name") == "search").OrderBy(set => set.Revision()).ToList();
        Assert.True(string.CompareOrdinal((string)sets[^1]["metadata"]!["creationTimestamp"]!, (string)sets[^2]["metadata"]!["creationTimestamp"]!) < 0);
        Assert.Contains(fleet.Clusters[1].List("deployments"), deployment => Reason(deployment) == "ProgressDeadlineExceeded");
        Assert.Contains(fleet.Clusters[2].List("deployments"), deployment => Reason(deployment) == "ReplicaSetUpdated");
    }

    [Fact]
    public async Task Its_controllers_find_nothing_to_do_but_to_finish_what_is_under_way()
    {
        await using var fleet = await StartAsync();
        foreach (var cluster in fleet.FleetClusters)
        {
            var before = cluster.Server.ResourceVersion;
            cluster.Plane.Resume();
            fleet.Schedule.RunUntil(Now.AddSeconds(55));
            Assert.All(cluster.Server.Store.EventsAfter(before)!, change => Assert.StartsWith("gateway", change.Object.Name, StringComparison.Ordinal));
        }

        Assert.Equal("NewReplicaSetAvailable", Reason(fleet.Clusters[2].Find("deployments", "edge", "gateway")!));
    }

    [Fact]
    public async Task While_it_goes_on_everything_that_is_released_can_be_traced_and_comes_up()
    {
        await using var fleet = await StartAsync();
        fleet.BeginPipeline(7);
        fleet.Schedule.RunUntil(Now.AddMinutes(6));
        foreach (var cluster in fleet.FleetClusters)
        {
            var fresh = cluster.Releases.Values.SelectMany(releases => releases).Where(release => release.At > Now).ToList();
            Assert.NotEmpty(fresh);
            Assert.All(fresh, release => Assert.Contains(release.Commit!.Sha[..7], release.Image, StringComparison.Ordinal));
            Assert.InRange(cluster.Server.List("deployments").Count(deployment => Reason(deployment) != "NewReplicaSetAvailable"), 0, 6);
        }
    }

    [Fact]
    public async Task It_goes_on_by_itself_and_stops_when_it_is_disposed()
    {
        var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { PaceMultiplier = 50 }, Stop);
        await using (fleet)
        {
            var cluster = fleet.Clusters[0];
            using var client = new ApiServerClient(cluster);
            using var watch = await client.WatchAsync($"/api/v1/pods?watch=1&resourceVersion={cluster.ResourceVersion}");
            for (var number = 0; number < 5; number++)
                Assert.NotNull(await ApiServerClient.NextAsync(watch));
            Assert.False(fleet.Motion.IsCompleted);
        }

        Assert.True(fleet.Motion.IsCompleted);
    }

    [Fact]
    public async Task Protobuf_and_json_tell_the_same_of_every_object()
    {
        await using var fleet = await StartAsync();
        foreach (var (resource, path) in Paths)
        {
            var json = await ReadAsync(fleet.Clusters[2], resource, path, WireDecoders.Json);
            var protobuf = await ReadAsync(fleet.Clusters[2], resource, path, WireDecoders.Protobuf);
            Assert.NotEmpty(json);
            Assert.Equal(json, protobuf);
        }
    }

    private static readonly (Resource Resource, string Path)[] Paths =
    [
        (Resource.Pods, "/api/v1/pods"), (Resource.Namespaces, "/api/v1/namespaces"), (Resource.Deployments, "/apis/apps/v1/deployments"),
        (Resource.ReplicaSets, "/apis/apps/v1/replicasets"), (Resource.StatefulSets, "/apis/apps/v1/statefulsets"), (Resource.DaemonSets, "/apis/apps/v1/daemonsets"),
        (Resource.Jobs, "/apis/batch/v1/jobs"), (Resource.CronJobs, "/apis/batch/v1/cronjobs"),
    ];

    private static async Task<List<string>> ReadAsync(SimulatedCluster cluster, Resource resource, string path, string mediaType)
    {
        using var client = new ApiServerClient(cluster, mediaType);
        using var answer = await client.SendAsync(path);
        var objects = new List<string>();
        await WireDecoders.For(resource, answer.Content.Headers.ContentType!.MediaType, new StringPool(), Fleets.Kept).ReadListAsync(
            await answer.Content.ReadAsStreamAsync(Stop), one => objects.Add(Describe(one)), Stop);
        return objects;
    }

    /// <summary>All that was decoded but the fingerprint, which differs between the encodings by design.</summary>
    private static string Describe(KubernetesObject one) => one switch
    {
        PodObject pod => $"{pod with { Containers = [] }} {Pairs(pod)} {string.Join(',', pod.Containers)}",
        ControllerObject controller => $"{controller with { Template = [], TemplateFingerprint = null }} {Pairs(controller)} {string.Join(',', controller.Template)}",
        _ => $"{one} {Pairs(one)}",
    };

    private static string Pairs(KubernetesObject one) => string.Join(',', one.Labels.Concat(one.Annotations).Order(Comparer<KeyValuePair<string, string>>.Create((left, right) => string.CompareOrdinal(left.Key, right.Key))));

    private static string? Reason(JsonObject deployment) => (string?)deployment["status"]!["conditions"]![1]!["reason"];

    private static List<string> Everything(SimulatedFleet fleet) =>
    [
        .. fleet.Clusters.SelectMany(cluster => (string[])["namespaces", "deployments", "replicasets", "statefulsets", "daemonsets", "cronjobs", "jobs", "pods"], (cluster, resource) => cluster.List(resource)).SelectMany(objects => objects).Select(one => one.ToJsonString()),
        .. fleet.World.On(gitLab: false).Concat(fleet.World.On(gitLab: true)).SelectMany(repository => repository.Commits).Select(commit => $"{commit.Sha} {commit.Message} {commit.CommittedAt:O}"),
    ];

    private static Task<SimulatedFleet> StartAsync(int seed = 7) =>
        SimulatedFleet.StartAsync(new SimulationOptions { Seed = seed, Motion = false, TimeProvider = new FakeTimeProvider(Now) }, Stop);
}
