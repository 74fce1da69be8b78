using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Traceboard.Migrations;

/// <summary>
/// Sets what SQLite keeps per connection. FULL: a commit survives a power cut. The WAL is worked into the database every
/// 8 MB, and a file that one large transaction or a long reader has made larger shrinks back to that.
/// </summary>
internal sealed class PragmaInterceptor : DbConnectionInterceptor
{
    private const int CheckpointPages = 2000;
    private const int LargestIdleWal = 8 << 20;

    private static readonly string Pragmas = string.Create(
        CultureInfo.InvariantCulture,
        $"PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint={CheckpointPages}; PRAGMA journal_size_limit={LargestIdleWal}; PRAGMA busy_timeout={SqliteFile.BusySeconds * 1000};");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}
