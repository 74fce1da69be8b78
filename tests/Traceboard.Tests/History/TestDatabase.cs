using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Traceboard.History;
using Traceboard.Migrations;

namespace Traceboard.Tests.History;

/// <summary>A real SQLite file in a directory of its own.</summary>
internal sealed class TestDatabase : IAsyncDisposable, IDbContextFactory<TraceboardContext>, IDbContextFactory<SqliteContext>
{
    private readonly IInterceptor[] _interceptors;

    private TestDatabase() => _interceptors = [new PragmaInterceptor(), new Saboteur(this)];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("traceboard-test-").FullName;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Called before each statement that writes; may throw.</summary>
    public Action<string>? BeforeStatement { get; set; }

    public HistoryOptions Options => new() { DataDirectory = Directory };

    /// <summary>Whether the version under test brings <see cref="OneMoreMigration"/>.</summary>
    public bool HasOneMoreMigration { get; set; }

    public SqliteDatabase Engine { get; private set; } = null!;

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        database.Engine = database.NewEngine();
        await database.Engine.OpenAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public SqliteDatabase NewEngine(TimeProvider? clock = null) =>
        new(OptionsOf(Options), this, clock ?? TimeProvider.System, NullLogger<SqliteDatabase>.Instance);

    public SqliteContext CreateDbContext()
    {
        var builder = new DbContextOptionsBuilder<SqliteContext>()
            .UseSqlite(SqliteFile.Of(Options).ConnectionString)
            .AddInterceptors(_interceptors);
        return new SqliteContext((HasOneMoreMigration ? builder.ReplaceService<IMigrationsAssembly, OneMoreMigration>() : builder).Options);
    }

    TraceboardContext IDbContextFactory<TraceboardContext>.CreateDbContext() => CreateDbContext();

    private static IOptions<HistoryOptions> OptionsOf(HistoryOptions options) => Microsoft.Extensions.Options.Options.Create(options);

    /// <summary>All rows of history as text, to be compared.</summary>
    public async Task<string> DumpAsync()
    {
        await using var context = CreateDbContext();
        return await DumpAsync(context);
    }

    public static async Task<string> DumpAsync(TraceboardContext context)
    {
        var deployments = await context.Deployments.AsNoTracking().Include(row => row.Build).Include(row => row.Workload).ToListAsync();
        var running = await context.Running.AsNoTracking().Include(row => row.Build).Include(row => row.Workload).ToListAsync();
        var lines = deployments
            .Select(row => $"{row.Workload!.ClusterId}/{row.Workload.Namespace}/{row.Workload.Name}/{row.Container} {row.StartedAt:O} {row.Change} {row.Origin} {row.Build?.Image}@{row.Build?.Digest} {row.Template} "
                + $"completed {row.CompletedAt:O} ended {row.EndedAt:O} previous {Of(row.PreviousId)} rollback of {Of(row.RollbackOfId)} {row.Rollout}")
            .Concat(running.Select(row => $"running {row.Workload!.ClusterId}/{row.Workload.Namespace}/{row.Workload.Name}/{row.Container} {row.Build!.Image}@{row.Build.Digest} {row.Template} {row.Pods}/{row.Ready} in {Of(row.DeploymentId)}"))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', lines);

        string Of(long? id) => deployments.Find(row => row.Id == id) is { } row ? $"({row.StartedAt:O} {row.Build?.Image} {row.Template})" : "-";
    }

    public ValueTask DisposeAsync()
    {
        Engine.Dispose();
        using (var connection = new SqliteConnection(SqliteFile.Of(Options).ConnectionString))
            SqliteConnection.ClearPool(connection);
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class Saboteur(TestDatabase database) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Strike(command);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Strike(command);
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        private void Strike(DbCommand command)
        {
            if (!command.CommandText.StartsWith("SELECT", StringComparison.Ordinal) && !command.CommandText.StartsWith("PRAGMA", StringComparison.Ordinal))
                database.BeforeStatement?.Invoke(command.CommandText);
        }
    }
}
