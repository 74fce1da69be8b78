using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>Refuses a connection string that its provider cannot read; the string itself is not told, because it may hold a password.</summary>
internal sealed class StorageValidation : IValidateOptions<HistoryOptions>
{
    public ValidateOptionsResult Validate(string? name, HistoryOptions options)
    {
        try
        {
            if (options.Storage.Provider is "PostgreSql")
                _ = new NpgsqlConnectionStringBuilder(options.Storage.ConnectionString);
            else
                _ = new SqliteConnectionStringBuilder(options.Storage.ConnectionString);
            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return ValidateOptionsResult.Fail(options.Storage.Provider is "PostgreSql"
                ? "Traceboard:Storage:ConnectionString cannot be read: write it as Host=db;Database=traceboard;Username=traceboard;Password=…."
                : "Traceboard:Storage:ConnectionString cannot be read: leave it out, or write it as Data Source=/var/lib/traceboard/traceboard.db.");
        }
    }
}
