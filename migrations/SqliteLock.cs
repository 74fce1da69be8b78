using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>
/// Keeps a database file to one process. The operating system lets go of it when the process ends, however it ends. The
/// process id stands in a file of its own, because a locked file cannot be read by others.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _lock;
    private readonly string _pidFile;

    private SqliteLock(FileStream held, string pidFile) => (_lock, _pidFile) = (held, pidFile);

    /// <summary>Takes the lock; waits a little for a process that is just ending.</summary>
    /// <exception cref="HistoryUnavailableException">Another process has it, or the directory cannot be written.</exception>
    public static async Task<SqliteLock> TakeAsync(SqliteFile file, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                var held = new FileStream(LockFile(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                await File.WriteAllTextAsync(PidFile(file), Environment.ProcessId.ToString(), cancellationToken);
                return new SqliteLock(held, PidFile(file));
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new HistoryUnavailableException(
                    DirectoryProbe.NotWritable(file.Directory),
                    exception);
            }
            catch (IOException exception)
            {
                if (!IsHeld(file))
                    throw new HistoryUnavailableException($"The data directory {file.Directory} cannot be written: {exception.Message}", exception);
                if (clock.GetElapsedTime(start) > Patience)
                    throw new HistoryUnavailableException(
                        $"The database {file.Path} is in use by {Holder(file)}: stop that one, or name another directory with Traceboard:DataDirectory.",
                        exception);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Whether a process holds the lock now.</summary>
    public static bool IsHeld(SqliteFile file)
    {
        try
        {
            using var probe = new FileStream(LockFile(file), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The process that holds the lock, in words.</summary>
    public static string Holder(SqliteFile file)
    {
        try
        {
            return $"another Traceboard process (pid {File.ReadAllText(PidFile(file)).Trim()})";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    public void Dispose()
    {
        File.Delete(_pidFile);
        _lock.Dispose();
    }

    private static string LockFile(SqliteFile file) => file.Path + ".lock";

    private static string PidFile(SqliteFile file) => file.Path + ".pid";
}
