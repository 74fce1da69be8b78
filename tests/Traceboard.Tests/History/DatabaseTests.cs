using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Traceboard.History;
using Traceboard.Migrations;

namespace Traceboard.Tests.History;

public sealed class DatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void No_model_change_lacks_its_migration()
    {
        using var sqlite = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=unused.db").Options);
        using var postgres = new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=127.0.0.1;Database=unused").Options);
        Assert.False(sqlite.Database.HasPendingModelChanges(), "dotnet ef migrations add <Name> --context SqliteContext");
        Assert.False(postgres.Database.HasPendingModelChanges(), "dotnet ef migrations add <Name> --context PostgresContext");
    }

    [Fact]
    public async Task A_connection_is_safe_against_power_cuts_and_keeps_its_log_short()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = database.CreateDbContext();
        await context.Database.OpenConnectionAsync(Token);
        Assert.Equal("wal", await PragmaAsync("journal_mode"));
        Assert.Equal("2", await PragmaAsync("synchronous"));
        Assert.Equal("2000", await PragmaAsync("wal_autocheckpoint"));
        Assert.Equal("8388608", await PragmaAsync("journal_size_limit"));
        Assert.Equal("5000", await PragmaAsync("busy_timeout"));
        Assert.Equal("1", await PragmaAsync("foreign_keys"));

        async Task<string?> PragmaAsync(string name)
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return (await command.ExecuteScalarAsync(Token))?.ToString();
        }
    }

    [Fact]
    public async Task The_log_that_a_large_transaction_made_long_is_worked_in_and_shrinks_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = database.CreateDbContext();
        await context.Database.ExecuteSqlRawAsync("CREATE TABLE \"Filler\" (\"Bytes\" BLOB)", Token);
        await context.Database.ExecuteSqlRawAsync("INSERT INTO \"Filler\" VALUES (randomblob(20000000))", Token);
        var file = Path.Combine(database.Directory, "traceboard.db");
        Assert.True(new FileInfo(file).Length > 20_000_000);

        await context.Database.ExecuteSqlRawAsync("INSERT INTO \"Filler\" VALUES (x'00')", Token);

        Assert.InRange(new FileInfo(file + "-wal").Length, 1, 8 << 20);
    }

    [Fact]
    public async Task The_engine_that_is_published_is_new_enough_and_an_older_one_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        foreach (var version in new[] { "3.51.2", "3.49.1", "nonsense" })
        {
            using var old = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(database.Options), database, TimeProvider.System, NullLogger<SqliteDatabase>.Instance) { ReadVersion = () => version };
            var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => old.OpenAsync(Token));
            Assert.Contains(version, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("3.51.3", refusal.Message, StringComparison.Ordinal);
            Assert.False((await old.CheckAsync(Token)).Ok);
        }
    }

    [Fact]
    public async Task A_second_process_is_refused_and_told_who_holds_the_file()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var second = database.NewEngine(new ImpatientClock());
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => second.OpenAsync(Token));
        Assert.Contains($"pid {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(database.Directory, "traceboard.db"), refusal.Message, StringComparison.Ordinal);
        var check = await second.CheckAsync(Token);
        Assert.True(check.Ok);
        Assert.Contains("in use", check.Message, StringComparison.Ordinal);

        database.Engine.Close();
        await second.OpenAsync(Token);
    }

    [Fact]
    public async Task A_check_leaves_nothing_that_was_not_there()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        SqliteConnection.ClearAllPools();
        File.Delete(Path.Combine(database.Directory, "traceboard.db.lock"));
        var before = Directory.GetFileSystemEntries(database.Directory).Order(StringComparer.Ordinal);

        Assert.Contains("up to date", (await database.Engine.CheckAsync(Token)).Message, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        Assert.Equal(before, Directory.GetFileSystemEntries(database.Directory).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        var absent = new HistoryOptions { DataDirectory = Path.Combine(database.Directory, "not", "there") };
        using var engine = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(absent), database, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var check = await engine.CheckAsync(Token);
        Assert.True(check.Ok);
        Assert.Contains("will be created at the first start", check.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(database.Directory).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_opening_creates_the_file()
    {
        await using var database = await TestDatabase.CreateAsync();
        var elsewhere = SqliteFile.Of(new HistoryOptions { DataDirectory = Directory.CreateDirectory(Path.Combine(database.Directory, "empty")).FullName });

        await using var connection = new SqliteConnection(elsewhere.ConnectionString);
        await Assert.ThrowsAsync<SqliteException>(() => connection.OpenAsync(Token));

        Assert.False(File.Exists(elsewhere.Path));
    }

    [Fact]
    public async Task A_migration_lock_that_a_killed_process_left_does_not_stop_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        await using (var context = database.CreateDbContext())
        {
            await UndoMigrationsAsync(context);
            await context.Database.ExecuteSqlRawAsync("""CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL)""", Token);
            await context.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00')""", Token);
        }

        await database.Engine.OpenAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        await using var after = database.CreateDbContext();
        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Token));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        await using (var context = database.CreateDbContext())
            await context.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Future', '99.0.0')""", Token);
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => database.Engine.OpenAsync(Token));
        Assert.Contains("29990101000000_Future", refusal.Message, StringComparison.Ordinal);
        using var again = database.NewEngine(new ImpatientClock());
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => again.OpenAsync(Token));
    }

    [Fact]
    public async Task An_existing_database_is_copied_before_it_is_migrated()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        database.HasOneMoreMigration = true;
        await database.Engine.OpenAsync(Token);
        Assert.Equal($"traceboard.db.before-{OneMoreMigration.Id}", Path.GetFileName(Assert.Single(Directory.GetFiles(database.Directory, "*.before-*"))));
        await using var context = database.CreateDbContext();
        Assert.Equal(1, await CountTablesAsync(context, "More"));

        database.Engine.Close();
        await database.Engine.OpenAsync(Token);
        Assert.Single(Directory.GetFiles(database.Directory, "*.before-*"));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_database_as_it_was_and_says_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        database.HasOneMoreMigration = true;
        OneMoreMigration.Sql.Value = "INSERT INTO \"NoSuchTable\" VALUES (1)";
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => database.Engine.OpenAsync(Token));
        Assert.Contains("NoSuchTable", refusal.Message, StringComparison.Ordinal);

        database.HasOneMoreMigration = false;
        await database.Engine.OpenAsync(Token);
        await using var context = database.CreateDbContext();
        Assert.Equal(0, await CountTablesAsync(context, "More"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_one_line_and_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        using (var connection = new SqliteConnection(SqliteFile.Of(database.Options).ConnectionString))
            SqliteConnection.ClearPool(connection);
        var file = Path.Combine(database.Directory, "traceboard.db");
        await File.WriteAllTextAsync(file, new string('x', 5000), Token);
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => database.Engine.OpenAsync(Token));
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(file).Length);
        Assert.False((await database.Engine.CheckAsync(Token)).Ok);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_refused_in_one_line()
    {
        await using var database = await TestDatabase.CreateAsync();
        var file = Path.Combine(database.Directory, "file");
        await File.WriteAllTextAsync(file, "", Token);
        var options = new HistoryOptions { DataDirectory = Path.Combine(file, "data") };
        using var engine = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(options), database, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => engine.OpenAsync(Token));
        Assert.Contains("Traceboard:DataDirectory", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull((await engine.DescribeAsync(Token)).Problem);
    }

    [Fact]
    public async Task The_host_opens_the_database_before_anything_else_starts_and_lets_go_after_all_have_stopped()
    {
        await using var database = await TestDatabase.CreateAsync();
        database.Engine.Close();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["DataDirectory"] = Path.Combine(database.Directory, "of-host");
        builder.Services.AddHostedService<CountsDeployments>();
        builder.Services.AddDatabase(builder.Configuration);
        using (var host = builder.Build())
        {
            await host.StartAsync(Token);
            Assert.Equal(0, host.Services.GetServices<IHostedService>().OfType<CountsDeployments>().Single().Count);
            var engine = await host.Services.GetRequiredService<ReadDatabaseEngine>()(Token);
            Assert.Equal(("Sqlite", null), (engine.Provider, engine.Problem));
            Assert.True(engine.SizeBytes > 0);
            Assert.True((await host.Services.GetRequiredService<DatabaseChecks>().RunAsync(Token)).Single().Ok);
            await host.StopAsync(Token);
            Assert.False(File.Exists(Path.Combine(database.Directory, "of-host", "traceboard.db.pid")));
        }

        SqliteConnection.ClearAllPools();
    }

    [Theory]
    [InlineData("Storage:Provider", "Oracle", "Traceboard:Storage:Provider")]
    [InlineData("Storage:Provider", "PostgreSql", "Traceboard:Storage:ConnectionString")]
    [InlineData("Storage:Retention", "00:00:01", "Traceboard:Storage:Retention")]
    [InlineData("DataDirectory", " ", "Traceboard:DataDirectory")]
    public void A_bad_option_names_its_key(string key, string value, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value }).Build();
        using var provider = new ServiceCollection().AddDatabase(configuration).BuildServiceProvider();
        var fault = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<HistoryOptions>>().Value);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private static Task<int> CountTablesAsync(SqliteContext context, string name) =>
        context.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = {name}").SingleAsync(Token);

    private static Task UndoMigrationsAsync(SqliteContext context) =>
        context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase, Token);

    // Time passes at once, so that nobody waits for a lock.
    private sealed class ImpatientClock : TimeProvider
    {
        private long _ticks;

        public override long GetTimestamp() => _ticks += TimeSpan.TicksPerSecond;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }

    private sealed class CountsDeployments(IDbContextFactory<TraceboardContext> contexts) : IHostedService
    {
        public int Count { get; private set; } = -1;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            Count = await context.Deployments.CountAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
