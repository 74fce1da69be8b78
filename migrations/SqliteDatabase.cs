using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>The database in a SQLite file: for one process at a time, safe against power cuts, copied before it is migrated.</summary>
internal sealed partial class SqliteDatabase(
    IOptions<HistoryOptions> options, IDbContextFactory<SqliteContext> contexts, TimeProvider clock, ILogger<SqliteDatabase> logger) : IDatabase, IDisposable
{
    /// <summary>Older ones may lose or corrupt commits when a WAL is reset while several connections are open.</summary>
    private static readonly Version Oldest = new(3, 51, 3);

    private SqliteLock? _lock;

    private SqliteFile File => SqliteFile.Of(options.Value);

    /// <summary>Tells the version of the native library; replaced only to try an older one.</summary>
    internal Func<string> ReadVersion { get; init; } = EngineVersion;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        RefuseOldEngine();
        CreateDirectory();
        _lock ??= await SqliteLock.TakeAsync(File, clock, cancellationToken);
        try
        {
            CreateFile();
            await MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException or UnauthorizedAccessException or DbUpdateException or IOException)
        {
            Close();
            throw new HistoryUnavailableException(
                $"The database {File.Path} cannot be opened: {exception.Message} It is left as it was; put back a backup, or name another directory with Traceboard:DataDirectory.",
                exception);
        }
    }

    public void Close()
    {
        _lock?.Dispose();
        _lock = null;
    }

    public void Dispose() => Close();

    public Task<DatabaseEngine> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wal = new FileInfo(File.Path + "-wal");
            return Task.FromResult(new DatabaseEngine("Sqlite", ReadVersion(), File.Path, new FileInfo(File.Path).Length + (wal.Exists ? wal.Length : 0), Problem: null));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(new DatabaseEngine("Sqlite", ReadVersion(), File.Path, SizeBytes: null, $"The database file cannot be read: {exception.Message}"));
        }
    }

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            RefuseOldEngine();
            if (SqliteLock.IsHeld(File))
                return new CheckResult("database", Ok: true, $"SQLite {ReadVersion()}, {File.Path}, in use by {SqliteLock.Holder(File)}");
            if (DirectoryProbe.FaultOf(File.Directory) is { } fault)
                return new CheckResult("database", Ok: false, fault, "Mend what the message names, then run the check again.");
            return System.IO.File.Exists(File.Path)
                ? await ReadAsync(cancellationToken)
                : new CheckResult("database", Ok: true, $"SQLite {ReadVersion()}, {File.Path} will be created at the first start");
        }
        catch (HistoryUnavailableException exception)
        {
            return new CheckResult("database", Ok: false, exception.Message, "Mend what the message names, then run the check again.");
        }
    }

    private async Task<CheckResult> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            return new CheckResult("database", Ok: true, $"SQLite {ReadVersion()}, {File.Path}, " + (pending == 0 ? "up to date" : $"{pending} migrations to apply at the next start"));
        }
        catch (SqliteException exception)
        {
            return new CheckResult("database", Ok: false, $"The database {File.Path} cannot be read: {exception.Message}", "Put back a backup, or name another directory with Traceboard:DataDirectory.");
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        var unknown = applied.Except(context.Database.GetMigrations(), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            Close();
            throw new HistoryUnavailableException(
                $"The database {File.Path} was migrated by a newer Traceboard ({unknown[^1]}): start that version, or put back the copy {File.Path}.before-{unknown[0]}.");
        }

        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        if (pending.Count == 0)
            return;
        if (applied.Count > 0)
            await CopyAsync(context, pending[0], cancellationToken);
        await RemoveOrphanLockAsync(context, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        LogMigrated(pending.Count, File.Path);
    }

    private async Task CopyAsync(SqliteContext context, string migration, CancellationToken cancellationToken)
    {
        var copy = $"{File.Path}.before-{migration}";
        System.IO.File.Delete(copy);
        await context.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancellationToken);
        LogCopied(copy);
    }

    // EF Core waits for this row for ever when a process died while it migrated. Nobody else can be migrating now: the file is ours.
    private static async Task RemoveOrphanLockAsync(SqliteContext context, CancellationToken cancellationToken)
    {
        var exists = await context.Database
            .SqlQuery<int>($"""SELECT COUNT(*) AS "Value" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'""")
            .SingleAsync(cancellationToken);
        if (exists > 0)
            await context.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock";""", cancellationToken);
    }

    private void RefuseOldEngine()
    {
        if (!Version.TryParse(ReadVersion(), out var version) || version < Oldest)
            throw new HistoryUnavailableException(
                $"The native SQLite library is {ReadVersion()}, which can lose committed data: Traceboard needs {Oldest} or newer; install it as published, with its own e_sqlite3.");
    }

    private void CreateDirectory()
    {
        try
        {
            Directory.CreateDirectory(File.Directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HistoryUnavailableException(
                DirectoryProbe.FaultOf(File.Directory) ?? $"The data directory {File.Directory} cannot be created: {exception.Message} Create it, or name another with Traceboard:DataDirectory.",
                exception);
        }
    }

    // Never opened where it exists: closing it again would drop the locks that SQLite's own connections hold on it.
    private void CreateFile()
    {
        if (!System.IO.File.Exists(File.Path))
            System.IO.File.Create(File.Path).Dispose();
    }

    private static string EngineVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        return connection.ServerVersion;
    }

    [LoggerMessage(LogLevel.Information, "Applied {Count} migrations to {File}.")]
    private partial void LogMigrated(int count, string file);

    [LoggerMessage(LogLevel.Information, "Copied the database to {Copy} before migrating it; delete it once all is well.")]
    private partial void LogCopied(string copy);
}
