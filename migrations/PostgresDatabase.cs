using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>The database on a PostgreSQL server. EF Core's own migration lock is a table lock there and ends with its connection.</summary>
internal sealed class PostgresDatabase(IOptions<HistoryOptions> options, IDbContextFactory<PostgresContext> contexts) : IDatabase
{
    private string Location
    {
        get
        {
            var connection = new NpgsqlConnectionStringBuilder(options.Value.Storage.ConnectionString);
            return $"{connection.Host}:{connection.Port}/{connection.Database}";
        }
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (IsOfServer(exception))
        {
            throw new HistoryUnavailableException(
                $"The PostgreSQL database {Location} cannot be opened: {exception.GetBaseException().Message.TrimEnd('.')}. Check Traceboard:Storage:ConnectionString and that the server runs.",
                exception);
        }
    }

    public void Close()
    {
    }

    public async Task<DatabaseEngine> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var version = await context.Database.SqlQuery<string>($"""SELECT current_setting('server_version') AS "Value" """).SingleAsync(cancellationToken);
            var size = await context.Database.SqlQuery<long>($"""SELECT pg_database_size(current_database()) AS "Value" """).SingleAsync(cancellationToken);
            return new DatabaseEngine("PostgreSql", version, Location, size, Problem: null);
        }
        catch (Exception exception) when (IsOfServer(exception))
        {
            return new DatabaseEngine("PostgreSql", "", Location, SizeBytes: null, $"The PostgreSQL server does not answer: {exception.GetBaseException().Message}");
        }
    }

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var engine = await DescribeAsync(cancellationToken);
        return engine.Problem is null
            ? new CheckResult("database", Ok: true, $"PostgreSQL {engine.Version}, {engine.Location}")
            : new CheckResult("database", Ok: false, engine.Problem, "Check Traceboard:Storage:ConnectionString and that the server runs.");
    }

    // EF Core wraps what may be transient.
    private static bool IsOfServer(Exception exception) =>
        exception is NpgsqlException or SocketException or TimeoutException || (exception.InnerException is { } inner && IsOfServer(inner));
}
