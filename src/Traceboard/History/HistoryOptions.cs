namespace Traceboard.History;

/// <summary>The part of the configuration under <c>Traceboard</c> that tells where history is kept.</summary>
public sealed class HistoryOptions
{
    /// <summary>Directory of the SQLite file and the data-protection keys; relative to the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The database.</summary>
    public StorageOptions Storage { get; init; } = new();
}

/// <summary>The database.</summary>
public sealed class StorageOptions
{
    /// <summary>Sqlite or PostgreSql.</summary>
    public string Provider { get; set; } = "Sqlite";

    /// <summary>Connection string; empty with SQLite: <c>traceboard.db</c> in the data directory.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How long ended deployments are kept; the last known state and known-good ones always are.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(730);
}
