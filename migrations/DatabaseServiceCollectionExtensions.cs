using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>Registers the database that the configuration names.</summary>
public static class DatabaseServiceCollectionExtensions
{
    /// <summary>
    /// Adds the database: contexts, what opens and migrates it before anything else starts, and its checks. The provider is
    /// read when the first of them is made, so options may still be changed until then.
    /// </summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddHistoryOptions(traceboard);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HistoryOptions>, StorageValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PragmaInterceptor>();
        services.AddDbContextFactory<SqliteContext>((provider, options) => options
            .UseSqlite(SqliteFile.Of(OptionsOf(provider)).ConnectionString)
            .AddInterceptors(provider.GetRequiredService<PragmaInterceptor>())
            .ConfigureWarnings(Quieten));
        services.AddDbContextFactory<PostgresContext>((provider, options) => options
            .UseNpgsql(OptionsOf(provider).Storage.ConnectionString)
            .ConfigureWarnings(Quieten));
        services.AddSingleton<IDbContextFactory<TraceboardContext>>(provider => IsPostgres(provider)
            ? new ForwardingFactory<PostgresContext>(provider.GetRequiredService<IDbContextFactory<PostgresContext>>())
            : new ForwardingFactory<SqliteContext>(provider.GetRequiredService<IDbContextFactory<SqliteContext>>()));

        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<IDatabase>(provider => IsPostgres(provider)
            ? provider.GetRequiredService<PostgresDatabase>()
            : provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<ReadDatabaseEngine>(provider => provider.GetRequiredService<IDatabase>().DescribeAsync);
        services.AddSingleton(provider => new DatabaseChecks(provider.GetRequiredService<IDatabase>()));
        services.AddSingleton(provider => new Database(provider.GetRequiredService<IDatabase>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Database>());
        return services;
    }

    // Whoever catches the exception says what it means for people; a second, technical line helps nobody.
    private static void Quieten(WarningsConfigurationBuilder warnings) => warnings.Log(
        (RelationalEventId.CommandError, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.QueryIterationFailed, LogLevel.Debug),
        (RelationalEventId.ConnectionError, LogLevel.Debug));

    private static HistoryOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<HistoryOptions>>().Value;

    private static bool IsPostgres(IServiceProvider provider) =>
        string.Equals(OptionsOf(provider).Storage.Provider, "PostgreSql", StringComparison.Ordinal);

    // IDbContextFactory is not covariant.
    private sealed class ForwardingFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<TraceboardContext>
        where TContext : TraceboardContext
    {
        public TraceboardContext CreateDbContext() => contexts.CreateDbContext();
    }
}
