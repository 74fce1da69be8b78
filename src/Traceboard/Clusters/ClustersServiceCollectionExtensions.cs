using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Watching;

namespace Traceboard.Clusters;

/// <summary>Registers the room that watches clusters.</summary>
public static class ClustersServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="Fleet"/>, <see cref="ObservationChannel"/>, <see cref="Environments"/>, <see cref="ClusterChecks"/>
    /// and <see cref="ClusterWatching"/>. A <see cref="ReadRememberedCluster"/> is used where one is registered.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="traceboard">The configuration section <c>Traceboard</c>.</param>
    public static IServiceCollection AddClusters(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddClusterOptions(traceboard);
        services.AddSingleton(provider => CreateFleet(provider));
        services.AddSingleton<Fleet>(provider => provider.GetRequiredService<WatchedFleet>());
        services.AddSingleton<ObservationChannel>();
        services.AddSingleton(provider => new ClusterWatching(
            provider.GetRequiredService<WatchedFleet>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ClusterWatching>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ClusterWatching>());
        return services;
    }

    /// <summary>Adds the options, <see cref="Environments"/> and <see cref="ClusterChecks"/> alone, for commands that watch nothing.</summary>
    public static IServiceCollection AddClusterOptions(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddOptions<ClustersOptions>().Bind(traceboard).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClustersOptions>>(new ClustersOptionsValidator(traceboard));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Surroundings.OfThisProcess);
        services.TryAddSingleton(provider => new Environments([.. provider.GetRequiredService<IOptions<ClustersOptions>>().Value.Environments]));
        services.TryAddSingleton(provider => new ClusterChecks(
            provider.GetRequiredService<IOptions<ClustersOptions>>(), provider.GetRequiredService<Surroundings>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static WatchedFleet CreateFleet(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ClustersOptions>>().Value;
        var surroundings = provider.GetRequiredService<Surroundings>();
        var time = provider.GetRequiredService<TimeProvider>();
        var clusters = ConfiguredClusters.Of(options, surroundings);
        var shared = new WatchShared(
            surroundings, options.Services, provider.GetRequiredService<ObservationChannel>(), new ClusterClaims([.. clusters.Select(cluster => cluster.Name)], time),
            new ListSlots(clusters.Count), provider.GetService<ReadRememberedCluster>(), time, Random.Shared.NextDouble,
            provider.GetRequiredService<ILogger<ClusterWatching>>())
        {
            Evidence = options.WorkloadEvidence,
        };
        return new WatchedFleet([.. clusters.Select(cluster => new ClusterWatcher(cluster, shared))]);
    }
}
