using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace Traceboard.Web.Configuration;

/// <summary>Puts the configuration together in the order that docs/configuration.md promises.</summary>
internal static class TraceboardConfiguration
{
    /// <summary>Names a further JSON file.</summary>
    public const string FileVariable = "TRACEBOARD_CONFIG";

    /// <summary>
    /// Adds the file named by <see cref="FileVariable"/>, the environment and the command line behind what the host
    /// already read (appsettings.json); later ones win.
    /// </summary>
    /// <exception cref="ConfigurationFault">The named file is missing or is not JSON.</exception>
    public static void AddTraceboard(this ConfigurationManager configuration, IReadOnlyList<string> arguments)
    {
        try
        {
            if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
                AddFile(configuration, Path.GetFullPath(path));
            configuration.AddEnvironmentVariables();
            configuration.AddCommandLine([.. arguments]);
        }
        catch (InvalidDataException exception)
        {
            throw new ConfigurationFault([$"{exception.Message} {Cause(exception)} Mend the file; comments are allowed."]);
        }
    }

    private static string Cause(Exception exception) => exception.GetBaseException() is JsonException { LineNumber: { } line } json
        ? $"Line {line + 1}: {json.Message.Split(" LineNumber:")[0]}"
        : exception.InnerException?.Message ?? "";

    private static void AddFile(ConfigurationManager configuration, string path)
    {
        if (!File.Exists(path))
            throw new ConfigurationFault([$"{FileVariable} names {path}, which does not exist or may not be read. Create it, or unset {FileVariable}."]);
        var directory = new PhysicalFileProvider(Path.GetDirectoryName(path)!);
        // Polled: a mounted ConfigMap is replaced by moving a link, which tells no watcher of files.
        directory.UsePollingFileWatcher = true;
        directory.UseActivePolling = true;
        ((IConfigurationBuilder)configuration).Add(new LastGoodJsonSource { FileProvider = directory, Path = Path.GetFileName(path), Optional = false });
    }
}
