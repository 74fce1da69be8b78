using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>The database on a PostgreSQL server.</summary>
/// <param name="options">Options with the connection.</param>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : TraceboardContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Utc>();

    // timestamptz takes offset zero only.
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);
}
