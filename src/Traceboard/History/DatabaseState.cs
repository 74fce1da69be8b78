namespace Traceboard.History;

/// <summary>What the provider tells of the database. Never waits for the writer.</summary>
/// <param name="Provider">Sqlite or PostgreSql.</param>
/// <param name="Version">Version of the engine, or empty while it cannot be asked.</param>
/// <param name="Location">File or server, without credentials.</param>
/// <param name="SizeBytes">Size, or null while not known.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
public sealed record DatabaseEngine(string Provider, string Version, string Location, long? SizeBytes, string? Problem);

/// <summary>Asks the provider. The migrations project provides it.</summary>
public delegate Task<DatabaseEngine> ReadDatabaseEngine(CancellationToken cancellationToken);

/// <summary>How the database is doing, for people.</summary>
/// <param name="Engine">What the provider tells.</param>
/// <param name="Deployments">Stored deployments.</param>
/// <param name="LastWriteAt">Last committed transaction, or null since the start.</param>
/// <param name="Problem">What is wrong, or null.</param>
internal sealed record DatabaseState(DatabaseEngine Engine, long Deployments, DateTimeOffset? LastWriteAt, string? Problem);
