using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Traceboard.Clusters;
using Traceboard.History.Recording;
using Traceboard.History.Shares;
using Traceboard.History.Tracing;

namespace Traceboard.History;

/// <summary>Registers the room.</summary>
public static class HistoryServiceCollectionExtensions
{
    /// <summary>
    /// Adds what remembers: the Recorder, the queue of questions to Git hosts, and the traces. Needs a database, the
    /// <see cref="ObservationChannel"/> and the Sources room.
    /// </summary>
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddHistoryOptions(traceboard);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HistoryChanges>();
        services.TryAddSingleton<Ledger>();
        services.TryAddSingleton<DatabaseStateReader>();
        services.TryAddSingleton<RecorderState>();
        services.TryAddSingleton<TracePlans>();
        services.TryAddSingleton<Attention>();
        services.TryAddSingleton<QuestionPlanter>();
        services.TryAddSingleton<QuestionSweep>();
        services.TryAddSingleton<RepositoryNumbers>();
        services.TryAddSingleton<AnswerWriter>();
        services.TryAddSingleton<EvidenceWriter>();
        services.TryAddSingleton<RememberedTraces>();
        services.TryAddSingleton<ReadRememberedCluster>(provider =>
            new RememberedClusterReader(provider.GetRequiredService<IDbContextFactory<TraceboardContext>>()).ReadAsync);
        services.AddHostedService<Recorder>();
        services.AddHostedService<QuestionQueue>();
        services.AddHostedService<EvidenceQueue>();
        services.AddHostedService<RuleChanges>();
        services.TryAddSingleton<DailyShares>();
        services.AddHostedService<ShareKeeper>();
        return services;
    }

    /// <summary>Binds and validates <see cref="HistoryOptions"/>; may be called more than once.</summary>
    public static IServiceCollection AddHistoryOptions(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddOptions<HistoryOptions>().Bind(traceboard).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Microsoft.Extensions.Options.IValidateOptions<HistoryOptions>, HistoryOptionsValidation>());
        return services;
    }
}
