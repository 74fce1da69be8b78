using Traceboard.Tests.Clusters.Watching;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Observing;

public sealed class UnknownOwnerTests
{
    private readonly PacedTime _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_pod_whose_ReplicaSet_nobody_knows_is_part_of_the_whole_state()
    {
        await using var server = await ScriptedApiServer.StartAsync(_time);
        var owner = ClusterObjects.OwnedBy("ReplicaSet", "api-5d4f8b7c9", Guid.NewGuid().ToString());
        server.Put("pods", ClusterObjects.Pod("api-5d4f8b7c9-x", owner: owner, hash: "5d4f8b7c9"));
        await using var watched = new WatchedServer(server, _time).Start();
        await watched.UntilLiveAsync();
        Assert.True(watched.Batches[0].IsComplete);
        Assert.Equal(("Deployment", "api"), Assert.Single(watched.Batches[0].Workloads) is { Workload: var workload } ? (workload.Kind, workload.Name) : default);
    }
}
