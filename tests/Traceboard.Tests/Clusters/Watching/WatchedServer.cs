using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Traceboard.Clusters;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Watching;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Watching;

/// <summary>The room's own watcher on one <see cref="ScriptedApiServer"/>, with everything it told.</summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ObservationBatch> _batches = new();
    private readonly ListSlots _slots = new(1);
    private readonly PacedTime? _fake;
    private readonly string _kubeconfig;
    private readonly Task _reading;
    private Task _running = Task.CompletedTask;

    public WatchedServer(ScriptedApiServer server, TimeProvider time, RememberedCluster? remembered = null, ClusterOptions? options = null, Func<double>? chance = null, string? ca = null, bool isReading = true)
    {
        Server = server;
        _fake = time as PacedTime;
        _kubeconfig = KubeconfigFile.Write(server.Address, ca);
        options ??= new ClusterOptions { Name = "test" };
        options.Kubeconfig = _kubeconfig;
        Channel = new ObservationChannel();
        var shared = new WatchShared(
            Surroundings.OfThisProcess, new ServiceNamingOptions(), Channel, new ClusterClaims([options.Name], time), _slots,
            (_, _) => Task.FromResult(remembered), time, chance ?? (() => 0), NullLogger.Instance);
        Watcher = new ClusterWatcher(options, shared);
        _reading = isReading ? ReadAsync() : Task.CompletedTask;
    }

    public ScriptedApiServer Server { get; }

    public ClusterWatcher Watcher { get; }

    public ObservationChannel Channel { get; }

    public IReadOnlyList<ObservationBatch> Batches => [.. _batches];

    public IEnumerable<BuildObservation> BuildsTold => Batches.SelectMany(batch => batch.Workloads).SelectMany(workload => workload.Containers).SelectMany(container => container.Builds);

    public WatchState Pods => Watcher.State.Watches.FirstOrDefault(watch => watch.Resource == "pods") ?? new WatchState("pods", "unknown", null, 0, null);

    public WatchedServer Start()
    {
        _running = Watcher.RunAsync(_stop.Token);
        return this;
    }

    /// <summary>Lets time pass until something holds; fails after two minutes of real time. Time stands still while a request waits for an answer that is to come.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="step">How much fake time passes at once, in seconds.</param>
    public async Task UntilAsync(Func<bool> condition, double step = 0.1)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (_running.IsFaulted)
                await _running;
            Assert.True(TimeProvider.System.GetElapsedTime(started) < _longest, $"Not reached in time. Pods: {Pods}. {string.Join(' ', Watcher.State.Problems)}");
            if (_fake is not null && _fake.Waiting <= Server.Silent)
                _fake.Advance(TimeSpan.FromSeconds(step));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets so much fake time pass.</summary>
    public async Task PassAsync(TimeSpan duration, double step = 0.5)
    {
        var until = _fake!.GetUtcNow() + duration;
        await UntilAsync(() => _fake.GetUtcNow() >= until, step);
    }

    public Task UntilLiveAsync() => UntilAsync(() => Server.OpenWatches >= WatchedResource.All.Count && !_batches.IsEmpty);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running, _reading).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).WaitAsync(_longest, TimeProvider.System, CancellationToken.None);
        Watcher.Dispose();
        _slots.Dispose();
        _stop.Dispose();
        File.Delete(_kubeconfig);
    }

    private async Task ReadAsync()
    {
        await foreach (var batch in Channel.ReadAllAsync(_stop.Token))
            _batches.Enqueue(batch);
    }
}
