using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Simulation;
using Traceboard.Simulation.Fleet;
using Traceboard.Simulation.Kubernetes.Controllers;

namespace Traceboard.Tests.Simulation;

public sealed class SimulatedFleetTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 17, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_is_up_well_within_three_seconds_and_leaves_no_file_behind()
    {
        var started = Stopwatch.StartNew();
        string kubeconfig;
        await using (var fleet = await StartAsync())
        {
            Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            TestContext.Current.TestOutputHelper?.WriteLine($"{started.Elapsed}");
            foreach (var c in fleet.FleetClusters)
                foreach (var r in new[] { "pods", "replicasets", "deployments", "namespaces" })
                    TestContext.Current.TestOutputHelper?.WriteLine($"{c.Server.Name} {r} {c.Server.List(r).Count}");
            kubeconfig = fleet.Configuration["Traceboard:Clusters:0:Kubeconfig"]!;
            Assert.True(File.Exists(kubeconfig));
        }

        Assert.False(File.Exists(kubeconfig));
    }

    internal static Task<SimulatedFleet> StartAsync(int seed = 7, bool motion = false) =>
        SimulatedFleet.StartAsync(new SimulationOptions { Seed = seed, Motion = motion, TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken);
}
