using System.Diagnostics;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.EndToEnd.Processes;

/// <summary>How the process ends, and that only one of them has a data directory.</summary>
public sealed class EndingTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-e2e-");
    private SimulatedCluster? _cluster;
    private string _configuration = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Name = "quiet" }, Cancellation);
        _cluster.CreatePod("shop", "api-1", "registry.example.com/acme/api:sha-1234567");
        _configuration = Path.Combine(_directory.FullName, "traceboard.json");
        await File.WriteAllTextAsync(
            _configuration,
            $$"""{ "Traceboard": { "DataDirectory": "{{_directory.FullName}}/data", "Clusters": [ { "Name": "quiet", "Kubeconfig": "{{await _cluster.WriteKubeconfigAsync(_directory.FullName, Cancellation)}}" } ] } }""",
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_process_refuses_the_directory_in_one_line_and_the_first_goes_on_unharmed()
    {
        await using var first = Serve();
        using var api = new TraceboardApi(await first.AddressAsync(Cancellation));

        await using (var second = Serve())
        {
            Assert.Equal(1, await second.ExitCodeAsync(Cancellation));
            Assert.Equal(
                $"traceboard: The database {_directory.FullName}/data/traceboard.db is in use by another Traceboard process (pid {first.Id}): stop that one, or name another directory with Traceboard:DataDirectory.",
                second.Output);
        }

        _cluster!.CreatePod("shop", "cart-1", "registry.example.com/acme/cart:sha-7654321");
        var deployments = await api.UntilAsync(api => api.DeploymentsAsync(Cancellation), deployments => deployments.Count == 2, TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(2, deployments.Count);
        Assert.Equal("healthy", await api.TextAsync("healthz", Cancellation));
    }

    [Fact]
    public async Task After_kill_9_the_next_start_is_not_held_up_and_what_happened_meanwhile_is_marked_as_a_gap()
    {
        await using (var killed = Serve())
        {
            using var api = new TraceboardApi(await killed.AddressAsync(Cancellation));
            Assert.Single(await api.UntilAsync(api => api.DeploymentsAsync(Cancellation), deployments => deployments.Count == 1, TimeSpan.FromSeconds(60), Cancellation));
            await killed.KillAsync();
        }

        await NextSecondAsync();
        _cluster!.Delete("pods", "shop", "api-1");
        _cluster.CreatePod("shop", "cart-1", "registry.example.com/acme/cart:sha-7654321");
        _cluster.Compact();

        await using var next = Serve();
        using var again = new TraceboardApi(await next.AddressAsync(Cancellation));
        var told = await again.UntilAsync(api => api.DeploymentsAsync(Cancellation), deployments => deployments.Count >= 3, TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(
            ["First Observed api-1", "First ObservationGap cart-1", "Removed ObservationGap api-1"],
            told.Select(deployment => $"{deployment["change"]} {deployment["origin"]} {deployment["workload"]!["name"]}"));
        Assert.Single((await again.GetAsync("api/v1/status", Cancellation))["gaps"]!.AsArray());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_it_cleanly_within_seconds_and_nothing_is_lost(string signal)
    {
        await using (var traceboard = Serve())
        {
            using var api = new TraceboardApi(await traceboard.AddressAsync(Cancellation));
            Assert.Single(await api.UntilAsync(api => api.DeploymentsAsync(Cancellation), deployments => deployments.Count == 1, TimeSpan.FromSeconds(60), Cancellation));
            var clock = Stopwatch.StartNew();
            await traceboard.SignalAsync(signal);
            Assert.Equal(0, await traceboard.ExitCodeAsync(Cancellation));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
            Assert.DoesNotContain("   at ", traceboard.Output, StringComparison.Ordinal);
        }

        await using var next = Serve();
        using var again = new TraceboardApi(await next.AddressAsync(Cancellation));
        await again.UntilAsync(api => api.TextAsync("readyz", Cancellation), text => text == "ready", TimeSpan.FromSeconds(60), Cancellation);
        Assert.Single(await again.DeploymentsAsync(Cancellation));
    }

    [Fact]
    public async Task The_demo_fills_its_board_and_leaves_nothing_behind_when_it_is_ended()
    {
        await using var demo = TraceboardProcess.Start(["demo", "--urls=http://127.0.0.1:0"], environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = _directory.FullName });
        using var api = new TraceboardApi(await demo.AddressAsync(Cancellation));

        var summary = await api.UntilAsync(
            async api => (await api.GetAsync("api/v1/board", Cancellation))["summary"]!,
            summary => (int)summary["services"]! >= 25 && (int)summary["tracedPods"]! > 0 && (int)summary["pending"]! == 0,
            TimeSpan.FromSeconds(60),
            Cancellation);

        Assert.InRange((int)summary["services"]!, 25, 60);
        Assert.InRange(demo.Age(), TimeSpan.Zero, TimeSpan.FromSeconds(20) * Slowness);
        await demo.SignalAsync("INT");
        Assert.Equal(0, await demo.ExitCodeAsync(Cancellation));
        Assert.Empty(Directory.GetDirectories(_directory.FullName, "traceboard-demo-*"));
    }

    /// <summary>A machine that shares its processors with other work is given more time.</summary>
    private static double Slowness => double.TryParse(Environment.GetEnvironmentVariable("TRACEBOARD_TEST_SLOWNESS"), System.Globalization.CultureInfo.InvariantCulture, out var times) ? times : 1;

    private TraceboardProcess Serve() => TraceboardProcess.Start(["serve", "--urls=http://127.0.0.1:0"], _configuration);

    /// <summary>Kubernetes tells times in whole seconds: what begins now must not seem to have begun before.</summary>
    private static Task NextSecondAsync() => Task.Delay(TimeSpan.FromMilliseconds(1000 - TimeProvider.System.GetUtcNow().Millisecond), TimeProvider.System, Cancellation);
}
