using Microsoft.Data.Sqlite;
using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>Where the SQLite database is.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="ConnectionString">Connection string to it.</param>
internal sealed record SqliteFile(string Path, string ConnectionString)
{
    /// <summary>Whole seconds that a statement may wait for another process' reader or writer.</summary>
    public const int BusySeconds = 5;

    /// <summary>Directory of the file.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Where the options put it. Whoever opens a connection finds the file or fails: only <see cref="SqliteDatabase.OpenAsync"/> creates it.</summary>
    public static SqliteFile Of(HistoryOptions options)
    {
        var connection = new SqliteConnectionStringBuilder(options.Storage.ConnectionString);
        if (string.IsNullOrEmpty(connection.DataSource))
            connection.DataSource = System.IO.Path.Combine(options.DataDirectory, "traceboard.db");
        connection.DataSource = System.IO.Path.GetFullPath(connection.DataSource);
        if (connection.Mode == SqliteOpenMode.ReadWriteCreate)
            connection.Mode = SqliteOpenMode.ReadWrite;
        connection.ForeignKeys = true;
        connection.DefaultTimeout = BusySeconds;
        return new SqliteFile(connection.DataSource, connection.ConnectionString);
    }
}
