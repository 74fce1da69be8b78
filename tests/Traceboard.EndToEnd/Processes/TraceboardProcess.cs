using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Traceboard.EndToEnd.Processes;

/// <summary>The built program as a real process, as a user would start it.</summary>
internal sealed class TraceboardProcess : IAsyncDisposable
{
    // Far beyond what is expected: a busy machine is no fault.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TraceboardProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"traceboard ended before it listened:\n{Output}"));
    }

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    public int Id => _process.Id;

    /// <summary>Time since it was started.</summary>
    public TimeSpan Age() => _clock.Elapsed;

    /// <summary>Resident memory in bytes, or 0 after its end.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    public static string ProgramPath { get; } = FindProgram();

    /// <summary>Starts it. Configuration goes through a file, as a user's would.</summary>
    public static TraceboardProcess Start(IReadOnlyList<string> arguments, string? configurationFile = null, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(ProgramPath);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["TRACEBOARD_CONFIG"] = configurationFile ?? "";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        var process = new Process { StartInfo = start };
        var traceboard = new TraceboardProcess(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return traceboard;
    }

    /// <summary>The address it says it is at.</summary>
    public Task<Uri> AddressAsync(CancellationToken cancellation) => _address.Task.WaitAsync(Guard, cancellation);

    /// <summary>Waits for its end and answers the exit code.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Guard);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal: INT as Ctrl-C does, TERM as an orchestrator does.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _address.TrySetCanceled();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        var at = line.IndexOf(" is at http", StringComparison.Ordinal);
        if (at >= 0)
            _address.TrySetResult(new Uri(line[(at + " is at ".Length)..].Trim()));
    }

    private static string FindProgram()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var framework = output.Name;
        var configuration = output.Parent!.Name;
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Traceboard.sln")))
            root = root.Parent;
        var program = Path.Combine(root!.FullName, "src", "Traceboard.Web", "bin", configuration, framework, "traceboard.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException("Build the solution first.", program);
    }
}
