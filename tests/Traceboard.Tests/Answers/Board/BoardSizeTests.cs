using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Traceboard.Answers.Board;
using Traceboard.Clusters;
using Traceboard.Deployments;
using Traceboard.History;
using Traceboard.Tests.Web.Api;

namespace Traceboard.Tests.Answers.Board;

/// <summary>Large boards. Times are printed, never asserted: they depend on the machine.</summary>
public sealed class BoardSizeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_board_of_20000_pods_in_2000_workloads_is_rebuilt_whole()
    {
        await using var world = new RecordedWorld();
        Fill(world, services: 334, environments: 6, pods: 10);
        var reader = world.Get<BoardFactsReader>();
        var builder = world.Get<BoardBuilder>();
        await world.BoardAsync();
        var (read, build) = (new List<double>(), new List<double>());
        BoardSnapshot? snapshot = null;
        for (var turn = 0; turn < 8; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            var facts = await reader.ReadAsync(TestContext.Current.CancellationToken);
            read.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            started = Stopwatch.GetTimestamp();
            snapshot = builder.Build(facts, new ClusterProofs(RecordedWorld.Noon).Of(facts.Clusters, world.Fleet.Clusters), snapshot);
            build.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        output.WriteLine(Figures("reading", read));
        output.WriteLine(Figures("building", build));
        Assert.Equal(334, snapshot!.Answer.Services.Count);
        Assert.Equal(20_040, snapshot.Answer.Summary.Pods);
    }

    [Fact]
    public async Task A_board_of_500_services_in_6_environments_is_answered_from_memory()
    {
        await using var api = new ApiApplication();
        Fill(api.World, services: 500, environments: 6, pods: 3);
        using var first = await api.GetAsync("/api/v1/board");
        var tag = first.Headers.ETag!.ToString();
        var (whole, unchanged, filtered) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < 50; turn++)
        {
            whole.Add(await TimeAsync(api, "/api/v1/board", etag: null));
            unchanged.Add(await TimeAsync(api, "/api/v1/board", tag));
            if (turn < 20)
                filtered.Add(await TimeAsync(api, $"/api/v1/board?q=service-{turn}", etag: null));
        }

        output.WriteLine(Figures("whole board", whole));
        output.WriteLine(Figures("304", unchanged));
        output.WriteLine(Figures("new filter", filtered));
        output.WriteLine($"body {first.Content.Headers.ContentLength} bytes");
        Assert.Equal(1, api.BoardBuilds);
    }

    private static async Task<double> TimeAsync(ApiApplication api, string address, string? etag)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await api.GetAsync(address, etag);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Fill(RecordedWorld world, int services, int environments, int pods)
    {
        var database = world.Database;
        var clusters = Enumerable.Range(0, environments).Select(index => world.Cluster($"cluster-{index}")).ToArray();
        database.ChangeTracker.AutoDetectChangesEnabled = false;
        var sidecar = new BuildRow { Image = "ghcr.io/acme/proxy:1", Digest = "sha256:0" };
        database.Add(sidecar);
        for (var service = 0; service < services; service++)
        {
            var candidate = (0xabcdef0000 + service).ToString("x40", CultureInfo.InvariantCulture);
            var build = new BuildRow { Image = $"ghcr.io/acme/service-{service}:sha-{candidate}", Digest = $"sha256:{service}" };
            database.Add(new QuestionRow { Host = "github", Path = $"acme/service-{service}", Candidate = candidate, State = QuestionState.Found, AskedAt = RecordedWorld.Noon, Commit = Commit(service, candidate) });
            foreach (var cluster in clusters)
            {
                var workload = new WorkloadRow
                {
                    ClusterId = cluster.Id,
                    Namespace = "shop",
                    Kind = "Deployment",
                    Name = $"service-{service}",
                    Service = $"service-{service}",
                    Team = $"team-{service % 8}",
                    DesiredReplicas = pods,
                    Rollout = RolloutState.Complete,
                    SeenAt = RecordedWorld.Noon,
                };
                database.Add(workload);
                Run(database, workload, build, "app", isPrimary: true, pods);
                Run(database, workload, sidecar, "proxy", isPrimary: false, pods);
            }
        }

        database.SaveChanges();
        database.Database.ExecuteSqlRaw(
            "UPDATE Running SET DeploymentId = (SELECT Id FROM Deployments WHERE Deployments.WorkloadId = Running.WorkloadId AND Deployments.Container = Running.Container)");
    }

    private static void Run(DbContext database, WorkloadRow workload, BuildRow build, string container, bool isPrimary, int pods)
    {
        database.Add(new DeploymentRow
        {
            Workload = workload,
            Build = build,
            Container = container,
            Change = ChangeKind.First,
            Template = "",
            StartedAt = RecordedWorld.Noon.AddDays(-1),
            RecordedAt = RecordedWorld.Noon,
        });
        database.Add(new RunningRow { Workload = workload, Build = build, Container = container, Template = "", IsPrimary = isPrimary, Pods = pods, Ready = pods });
    }

    private static CommitRow Commit(int service, string sha) => new()
    {
        Host = "github",
        Path = $"acme/service-{service}",
        Sha = sha,
        Title = $"Change number {service}",
        AuthorName = "Ada Lovelace",
        AuthorLogin = "ada",
        AuthoredAt = RecordedWorld.Noon,
        CommittedAt = RecordedWorld.Noon,
        Url = $"https://github.com/acme/service-{service}/commit/{sha}",
        MergeRequestStatus = Traceboard.Sources.MergeRequestStatus.None,
    };

    private static string Figures(string what, List<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {sorted[sorted.Length / 2]:0.00} ms, p99 {sorted[(int)(sorted.Length * 0.99)]:0.00} ms, first {milliseconds[0]:0.00} ms");
    }
}
