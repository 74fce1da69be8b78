using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Traceboard.Clusters;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters;

public sealed class ClusterWatchingTests
{
    [Fact]
    public async Task Clusters_that_hang_are_missing_or_unreadable_delay_none_of_the_others()
    {
        await using var one = await ScriptedApiServer.StartAsync();
        await using var two = await ScriptedApiServer.StartAsync();
        await using var hanging = await ScriptedApiServer.StartAsync();
        await using var stuck = await ScriptedApiServer.StartAsync();
        one.Put("pods", ClusterObjects.Pod("a"));
        two.Put("pods", ClusterObjects.Pod("b", digest: ClusterObjects.DigestB));
        hanging.Always("*", "*", call => call.HangAsync());
        stuck.Always("*", "list", call => call.HangAsync());
        string[] files = [KubeconfigFile.Write(hanging.Address), KubeconfigFile.Write(stuck.Address), "/nowhere/config", KubeconfigFile.Write(one.Address), KubeconfigFile.Write(two.Address)];
        string[] names = ["hanging", "stuck", "missing", "one", "two"];
        try
        {
            await using var services = Services(names.Zip(files));
            var watching = services.GetRequiredService<ClusterWatching>();
            await watching.StartAsync(TestContext.Current.CancellationToken);
            var told = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var batch in services.GetRequiredService<ObservationChannel>().ReadAllAsync(TestContext.Current.CancellationToken))
            {
                Assert.True(batch.IsComplete);
                told.Add(batch.Cluster.Name);
                if (told.Count == 2)
                    break;
            }

            var states = services.GetRequiredService<Fleet>().Clusters.ToDictionary(cluster => cluster.Name, StringComparer.Ordinal);
            await watching.StopAsync(TestContext.Current.CancellationToken);

            Assert.Equal(["one", "two"], told.Order(StringComparer.Ordinal));
            Assert.Equal(Freshness.Live, states["one"].Freshness);
            Assert.Equal(Freshness.Live, states["two"].Freshness);
            Assert.All(["hanging", "stuck", "missing"], name => Assert.Equal(Freshness.Unreachable, states[name].Freshness));
            Assert.Contains("/nowhere/config does not exist", Assert.Single(states["missing"].Problems), StringComparison.Ordinal);
            Assert.Null(watching.Failed);
        }
        finally
        {
            foreach (var file in files.Where(File.Exists))
                File.Delete(file);
        }
    }

    [Fact]
    public async Task Two_contexts_of_the_same_cluster_are_watched_once_and_the_second_says_so()
    {
        await using var server = await ScriptedApiServer.StartAsync();
        server.Put("pods", ClusterObjects.Pod("a"));
        var file = KubeconfigFile.Write(server.Address);
        try
        {
            await using var services = Services([("first", file), ("second", file)]);
            var watching = services.GetRequiredService<ClusterWatching>();
            await watching.StartAsync(TestContext.Current.CancellationToken);
            var fleet = services.GetRequiredService<Fleet>();
            while (server.OpenWatches < 8 || fleet.Clusters[1].Problems.Count == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            await watching.StopAsync(TestContext.Current.CancellationToken);
            Assert.Contains("same cluster as 'first'", Assert.Single(fleet.Clusters[1].Problems), StringComparison.Ordinal);
            Assert.Equal(1, server.Count("pods", "list"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ServiceProvider Services(IEnumerable<(string Name, string File)> clusters)
    {
        var settings = clusters.SelectMany((cluster, index) => new KeyValuePair<string, string?>[] { new($"Clusters:{index}:Name", cluster.Name), new($"Clusters:{index}:Kubeconfig", cluster.File) });
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSingleton<ILoggerFactory, LoggerFactory>().AddLogging().AddClusters(configuration).BuildServiceProvider();
    }
}
