using Microsoft.EntityFrameworkCore;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>The database in a SQLite file. Times are stored as UTC ticks, because SQLite cannot order <see cref="DateTimeOffset"/>.</summary>
/// <param name="options">Options with the connection.</param>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : TraceboardContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
}
