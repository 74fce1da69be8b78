namespace Traceboard.Migrations;

/// <summary>Tells whether a data directory could be used, without leaving anything that was not there.</summary>
internal static class DirectoryProbe
{
    /// <summary>Why it cannot be created or written, and the remedy; null where it can.</summary>
    public static string? FaultOf(string directory)
    {
        if (File.Exists(directory))
            return $"The data directory {directory} is a file: remove it, or name another with Traceboard:DataDirectory.";
        if (Directory.Exists(directory))
            return IsWritable(directory) ? null : NotWritable(directory);

        var parent = directory;
        while (!Directory.Exists(parent) && !File.Exists(parent) && Path.GetDirectoryName(parent) is { Length: > 0 } above)
            parent = above;
        return Directory.Exists(parent) && IsWritable(parent)
            ? null
            : $"The data directory {directory} cannot be created in {parent}: give the user that runs Traceboard write access there, or name another with Traceboard:DataDirectory.";
    }

    public static string NotWritable(string directory) =>
        $"The data directory {directory} cannot be written: give the user that runs Traceboard write access to it, or name another with Traceboard:DataDirectory.";

    // Rights alone do not tell it: the file system may be mounted read-only.
    private static bool IsWritable(string directory)
    {
        try
        {
            var probe = Path.Combine(directory, $".traceboard-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
