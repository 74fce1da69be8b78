namespace Traceboard.Migrations;

/// <summary>The database's part of <c>traceboard check</c>.</summary>
public sealed class DatabaseChecks
{
    private readonly IDatabase _database;

    internal DatabaseChecks(IDatabase database) => _database = database;

    /// <summary>The database.</summary>
    public Check All => new("database", "Check Traceboard:Storage and that the server or disk answers.", RunAsync);

    /// <summary>Tries the database; never throws for what the database does, and leaves nothing that was not there.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) => [await _database.CheckAsync(cancellationToken)];
}
