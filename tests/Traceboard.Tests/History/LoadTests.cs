using System.Diagnostics;
using Traceboard.Clusters;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

/// <summary>Prints how long a large cluster takes; asserts only what must not depend on the machine.</summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Workloads = 2000;
    private const int PodsOfEach = 10;

    [Fact]
    public async Task Twenty_thousand_pods_are_recorded_at_the_first_look_and_cost_nothing_at_the_second()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        var state = Enumerable.Range(0, Workloads).Select(Observe).ToArray();

        await TimeAsync("first look", () => recorder.RecordAsync(Complete(10, state)));
        await TimeAsync("same list again", () => recorder.RecordAsync(Complete(11, state)));
        await TimeAsync("one workload", () => recorder.RecordAsync(Batch(12, Running("w7", Build("git/acme/app7:abcdef0", 11, "Z", "t2")))));
        await TimeAsync("heartbeat", () => recorder.RecordAsync(Batch(13)));
        var images = state.SelectMany(workload => workload.Containers).SelectMany(container => container.Builds).Select(build => build.Image).ToList();
        await TimeAsync("all traces", () => recorder.Traces.TracesOfAsync(images, TestContext.Current.CancellationToken));
        await TimeAsync("all traces again", () => recorder.Traces.TracesOfAsync(images, TestContext.Current.CancellationToken));
        using var restarted = new TestRecorder(database);
        await TimeAsync("same list after a restart", () => restarted.RecordAsync(Complete(14, [.. state.Where(workload => workload.Workload.Name != "w7"), Running("w7", Build("git/acme/app7:abcdef0", 11, "Z", "t2"))])));

        Assert.Equal([2 * Workloads, 3], recorder.Committed.Select(change => change.Deployments.Count));
        Assert.Empty(restarted.Committed.SelectMany(change => change.Deployments));
    }

    private static WorkloadObservation Observe(int number)
    {
        var app = Running($"w{number}", Build($"git/acme/app{number}:{number:x7}", 1, $"sha256:{number}", "t1", "f1", PodsOfEach));
        var sidecar = new ContainerObservation
        {
            Name = "proxy",
            IsPrimary = false,
            TargetImage = $"mesh/proxy:{number % 3}",
            Builds = [Build($"mesh/proxy:{number % 3}", 1, $"sha256:p{number % 3}", "t1", "f1", PodsOfEach)],
        };
        return app with { Containers = [.. app.Containers, sidecar] };
    }

    private async Task TimeAsync(string what, Func<Task> act)
    {
        var (start, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await act();
        output.WriteLine($"{what}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {(Environment.CpuUsage.TotalTime - busy).TotalMilliseconds:F0} ms of CPU");
    }
}
