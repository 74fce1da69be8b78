using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Traceboard.Migrations;

namespace Traceboard.Tests.History;

/// <summary>The migrations of the product and one more, as a newer version would bring it.</summary>
internal sealed class OneMoreMigration : IMigrationsAssembly
{
    public const string Id = "99990101000000_OneMore";

    /// <summary>What the migration does in the test at hand.</summary>
    public static AsyncLocal<string> Sql { get; } = new();

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } = Assembly
        .GetTypes()
        .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(SqliteContext) && type.IsSubclassOf(typeof(Migration)))
        .ToDictionary(type => type.GetCustomAttribute<MigrationAttribute>()!.Id, type => type.GetTypeInfo(), StringComparer.Ordinal)
        .Append(new(Id, typeof(OneMore).GetTypeInfo()))
        .OrderBy(migration => migration.Key, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    public ModelSnapshot? ModelSnapshot { get; } =
        (ModelSnapshot)Activator.CreateInstance(Assembly.GetTypes().Single(type => type.Name == "SqliteContextModelSnapshot"))!;

    Assembly IMigrationsAssembly.Assembly => Assembly;

    private static Assembly Assembly => typeof(SqliteContext).Assembly;

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(id => id.EndsWith(nameOrId, StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    [Migration(Id)]
    private sealed class OneMore : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE TABLE \"More\" (\"Id\" INTEGER)");
            migrationBuilder.Sql(Sql.Value ?? "SELECT 1");
        }
    }
}
