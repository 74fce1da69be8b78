using System.Diagnostics;
using System.Globalization;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>A child process that serves pods, for as long as this lives.</summary>
internal sealed class ServedPods : IDisposable
{
    private readonly Process _process;

    private ServedPods(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServedPods> StartAsync(int pods)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (string.Equals(Path.GetFileNameWithoutExtension(start.FileName), "dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.Add(typeof(ServedPods).Assembly.Location);
        }
        start.ArgumentList.Add(PodServer.Verb);
        start.ArgumentList.Add(pods.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start) ?? throw new InvalidOperationException("The pod server did not start.");
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The pod server ended before it listened.");
        return new ServedPods(process, new Uri(address));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
