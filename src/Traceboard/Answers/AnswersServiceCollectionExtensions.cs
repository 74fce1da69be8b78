using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Traceboard.Answers.Board;
using Traceboard.Answers.Changes;
using Traceboard.Answers.Explain;
using Traceboard.Answers.Services;
using Traceboard.Answers.Status;
using Traceboard.Answers.Untraceable;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.Sources;
using Traceboard.Sources.Registries;

namespace Traceboard.Answers;

/// <summary>Registers the room.</summary>
public static class AnswersServiceCollectionExtensions
{
    /// <summary>
    /// Adds all answers, and the board that is kept in memory. Needs <see cref="Fleet"/>, the Sources room, the History
    /// room and a database.
    /// </summary>
    /// <param name="services">Services.</param>
    /// <param name="traceboard">The section <c>Traceboard</c>.</param>
    public static IServiceCollection AddAnswers(this IServiceCollection services, IConfiguration traceboard)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new Environments(traceboard.GetSection(nameof(Environments)).Get<EnvironmentOptions[]>() ?? []));
        services.AddSingleton<LiveAnswers>();
        services.AddSingleton<AnswerChanges>(provider => provider.GetRequiredService<LiveAnswers>());

        services.AddSingleton<BoardFactsReader>();
        services.AddSingleton<BoardBuilder>();
        services.AddSingleton<CurrentBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<CurrentBoard>());
        services.AddSingleton<BoardReader, CurrentBoardReader>();

        services.AddSingleton<DeploymentsReader, StoredDeploymentsReader>();
        services.AddSingleton<ServiceReader, CurrentServiceReader>();
        services.AddSingleton<MappingReport>();
        services.AddSingleton(provider => new MappingChecks(provider.GetRequiredService<Tracer>(), provider.GetRequiredService<IDbContextFactory<TraceboardContext>>()));
        services.TryAddSingleton<ConfiguredRegistries>();
        services.AddSingleton<StatusReader, CurrentStatusReader>();
        services.AddSingleton<UntraceableReader, CurrentUntraceableReader>();
        services.AddSingleton<QuestionAsker>();
        services.AddSingleton<TraceExplainer, RememberedTraceExplainer>();
        return services;
    }
}
