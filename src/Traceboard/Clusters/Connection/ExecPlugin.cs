using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using k8s.KubeConfigModels;

namespace Traceboard.Clusters.Connection;

/// <summary>Runs the credential plugin that a kubeconfig names: at most 30 s and 1 MiB, then it is killed with its children.</summary>
internal sealed class ExecPlugin(ExternalExecution configured, ClusterEndpoint endpoint, TimeProvider time)
{
    private const int MaxOutput = 1 << 20;
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>Its standard output.</summary>
    /// <exception cref="ClusterException">It could not be run or failed. The message holds nothing that the plugin printed.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo() };
        using var limit = new CancellationTokenSource(_timeout, time);
        try
        {
            process.Start();
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            var hint = string.IsNullOrWhiteSpace(configured.InstallHint) ? "install it, or correct exec.command" : OneLine(configured.InstallHint);
            throw Unusable($"could not be started; {hint}");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var errors = DrainAsync(process.StandardError, either.Token);
            var output = await ReadAsync(process.StandardOutput, either.Token);
            await process.WaitForExitAsync(either.Token);
            await errors;
            return process.ExitCode == 0 ? output : throw Unusable($"ended with exit code {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unusable($"gave no answer within {_timeout.TotalSeconds:0} s and was stopped");
        }
        catch (IOException)
        {
            throw Unusable("closed its output before it had answered");
        }
        finally
        {
            Kill(process);
        }
    }

    /// <summary>The exception that says why its answer cannot be used.</summary>
    public ClusterException Unusable(string what) => new(ClusterFault.Unauthorized,
        $"The credential plugin '{Path.GetFileName(configured.Command)}' of the kubeconfig {what}: run it by hand as this user to see why.");

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(configured.Command)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in configured.Arguments ?? [])
            start.ArgumentList.Add(argument);
        foreach (var variable in configured.EnvironmentVariables ?? [])
        {
            if (!variable.TryGetValue("name", out var name) || !variable.TryGetValue("value", out var value) || string.IsNullOrEmpty(name))
                throw Unusable("has an entry under exec.env without a name or value");
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = ExecInfo();
        return start;
    }

    private string ExecInfo()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (configured.ProvideClusterInfo)
        {
            spec["cluster"] = new JsonObject
            {
                ["server"] = endpoint.Server,
                ["tls-server-name"] = endpoint.TlsServerName,
                ["insecure-skip-tls-verify"] = endpoint.SkipTlsVerify,
                ["certificate-authority-data"] = endpoint.CertificateAuthorityData,
            };
        }

        return new JsonObject { ["apiVersion"] = configured.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private async Task<string> ReadAsync(StreamReader output, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await output.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (text.Append(buffer, 0, read).Length > MaxOutput)
                throw Unusable("printed more than 1 MiB and was stopped");
        }

        return text.ToString();
    }

    private static async Task DrainAsync(StreamReader errors, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        while (await errors.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, which is what was wanted.
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
