using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Clusters;
using Traceboard.Clusters.Connection;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Connection;

public sealed class ClusterConnectionTests : IDisposable
{
    private static readonly ApiRequest _request = new("api/v1/pods?limit=1", "list", "pods");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-");

    [Fact]
    public async Task A_refused_credential_is_refreshed_once_for_fifty_callers_and_each_tries_once_more()
    {
        var (plugin, count) = Plugin("""printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"token-%s"}}' "$n" """);
        await using var server = await ScriptedApiServer.StartAsync();
        server.Always("pods", "list", call => call.Context.Request.Headers.Authorization == "Bearer token-2" ? call.UsualAsync() : call.StatusAsync(401, "Unauthorized"));
        using var connection = Connect(server.Address, plugin);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(connection)));
        Assert.Equal(2, count());
    }

    [Fact]
    public async Task A_plugin_is_run_again_only_when_its_token_is_about_to_expire()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        var (plugin, count) = Plugin("""printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2026-05-01T12:10:00Z"}}' """);
        await using var server = await ScriptedApiServer.StartAsync();
        using var connection = Connect(server.Address, plugin, time: time);
        await SendAsync(connection);
        time.Advance(TimeSpan.FromMinutes(9));
        await SendAsync(connection);
        Assert.Equal(1, count());
        time.Advance(TimeSpan.FromSeconds(40));
        await SendAsync(connection);
        Assert.Equal(2, count());
    }

    [Fact]
    public async Task A_credential_that_stays_refused_is_refreshed_once_and_then_told()
    {
        var (plugin, count) = Plugin("""printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"secret-canary"}}' """);
        await using var server = await ScriptedApiServer.StartAsync();
        server.Always("pods", "list", call => call.StatusAsync(401, "Unauthorized", message: "secret-canary is wrong"));
        using var connection = Connect(server.Address, plugin);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(connection));
        Assert.Equal(ClusterFault.Unauthorized, fault.Fault);
        Assert.DoesNotContain("secret-canary", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, count());
        Assert.Equal(2, server.Count("pods", "list"));
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_stopped_with_its_children_after_thirty_seconds()
    {
        var time = new FakeTimeProvider();
        var child = Path.Combine(_directory.FullName, "child");
        var (plugin, count) = Plugin($"sleep 300 & echo $! > {child}; wait");
        using var connection = Connect(new Uri("http://127.0.0.1:1"), plugin, time: time);
        var sending = SendAsync(connection);
        while (count() == 0 || !File.Exists(child) || (await File.ReadAllTextAsync(child, TestContext.Current.CancellationToken)).Length == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(31));
        var fault = await Assert.ThrowsAsync<ClusterException>(() => sending);
        Assert.Contains("gave no answer within 30 s", fault.Message, StringComparison.Ordinal);
        var orphan = (await File.ReadAllTextAsync(child, TestContext.Current.CancellationToken)).Trim();
        for (var tries = 0; tries < 500 && IsAlive(orphan); tries++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(IsAlive(orphan));
    }

    [Theory]
    [InlineData("yes secret-canary | head -c 2000000", "more than 1 MiB")]
    [InlineData("echo secret-canary >&2; echo secret-canary; exit 3", "exit code 3")]
    [InlineData("echo secret-canary", "did not print an ExecCredential")]
    [InlineData("echo '{\"status\":{\"password\":\"secret-canary\"}}'", "neither a token nor a client certificate")]
    public async Task A_plugin_that_fails_is_told_of_without_what_it_printed(string script, string reason)
    {
        var (plugin, _) = Plugin(script);
        using var connection = Connect(new Uri("http://127.0.0.1:1"), plugin);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(connection));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_is_read_again_when_its_token_is_refused()
    {
        var file = Path.Combine(_directory.FullName, "token");
        await File.WriteAllTextAsync(file, "old\n", TestContext.Current.CancellationToken);
        await using var server = await ScriptedApiServer.StartAsync();
        server.Always("pods", "list", async call =>
        {
            if (call.Context.Request.Headers.Authorization == "Bearer new")
            {
                await call.UsualAsync();
                return;
            }

            await File.WriteAllTextAsync(file, "new\n", call.Aborted);
            await call.StatusAsync(401, "Unauthorized");
        });
        using var connection = Connect(server.Address, $"tokenFile: {file}");
        await SendAsync(connection);
        Assert.Equal(["Bearer old", "Bearer new"], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_client_certificate_is_presented()
    {
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue(ip: "127.0.0.1");
        using var client = authority.Issue(usage: "1.3.6.1.5.5.7.3.2", subject: "CN=traceboard");
        await using var server = await ScriptedApiServer.StartAsync(certificate: certificate, wantsClientCertificate: true);
        var pem = Path.Combine(_directory.FullName, "client.pem");
        var key = Path.Combine(_directory.FullName, "client.key");
        await File.WriteAllTextAsync(pem, client.ExportCertificatePem(), TestContext.Current.CancellationToken);
        using var privateKey = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(client)!;
        await File.WriteAllTextAsync(key, privateKey.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        using var connection = Connect(server.Address, $"client-certificate: {pem}\nclient-key: {key}", authority.Pem);
        await SendAsync(connection);
        Assert.Equal("CN=traceboard", Assert.Single(server.Requests).Client);
    }

    [Fact]
    public async Task A_refused_connection_says_what_to_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var connection = Connect(new Uri($"http://127.0.0.1:{port}"));
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(connection));
        Assert.Equal($"http://127.0.0.1:{port} refuses the connection: start the API server, or correct the server address.", fault.Message);
    }

    [Fact]
    public async Task A_host_name_that_cannot_be_resolved_says_what_to_do()
    {
        using var connection = Connect(new Uri("https://api.invalid:6443"));
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(connection));
        Assert.Contains("https://api.invalid:6443", fault.Message, StringComparison.Ordinal);
        Assert.Equal(ClusterFault.Unreachable, fault.Fault);
    }

    [Fact]
    public async Task A_server_that_accepts_and_then_says_nothing_is_given_up_after_thirty_seconds()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedApiServer.StartAsync();
        server.Always("pods", "list", call => call.HangAsync());
        using var connection = Connect(server.Address, time: time);
        var sending = SendAsync(connection);
        while (server.Requests.Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(31));
        var fault = await Assert.ThrowsAsync<ClusterException>(() => sending);
        Assert.Contains("gave no answer in time", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "grant the verb 'list' on pods")]
    [InlineData(404, "check that the address is that of a Kubernetes API server")]
    [InlineData(302, "redirects elsewhere")]
    [InlineData(500, "failed to 'list' pods (500")]
    public async Task A_refusal_says_what_to_do_in_one_line(int code, string remedy)
    {
        await using var server = await ScriptedApiServer.StartAsync();
        server.Always("pods", "list", call => call.StatusAsync(code, "Scripted", message: "line\nline secret-canary"));
        using var connection = Connect(server.Address);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(connection));
        Assert.Contains(remedy, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("secret-canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_any_size_is_read_only_in_part()
    {
        await using var server = await ScriptedApiServer.StartAsync();
        server.Always("pods", "list", async call =>
        {
            call.Context.Response.StatusCode = 500;
            while (!call.Aborted.IsCancellationRequested)
                await call.RawAsync(new string('x', 64 << 10));
        });
        using var connection = Connect(server.Address);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(connection));
        Assert.Equal(ClusterFault.Refused, fault.Fault);
    }

    // Streams that were only let go after .NET's drain of two seconds would take this test beyond its time.
    [Theory(Timeout = 100_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_streams_that_are_opened_and_dropped_leave_no_connection_behind(bool http2)
    {
        const int AtOnce = 10;
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue(ip: "127.0.0.1");
        await using var server = await ScriptedApiServer.StartAsync(certificate: http2 ? certificate : null);
        using (var connection = Connect(server.Address, ca: http2 ? authority.Pem : null))
        {
            for (var turn = 0; turn < 1000 / AtOnce; turn++)
            {
                var streams = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ =>
                    connection.SendAsync(new ApiRequest("api/v1/pods?watch=1&resourceVersion=100", "watch", "pods"), TestContext.Current.CancellationToken)));
                Assert.InRange(server.OpenConnections, 1, http2 ? 1 : AtOnce);
                foreach (var stream in streams)
                    await stream.DisposeAsync();
                await UntilAsync(() => server.OpenWatches == 0 && server.OpenConnections <= (http2 ? 1 : 0));
            }
        }

        await UntilAsync(() => server.OpenConnections == 0);
        Assert.Equal(1000, server.Count("pods", "watch"));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(" Z ", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static async Task SendAsync(ClusterConnection connection)
    {
        await using var response = await connection.SendAsync(_request, TestContext.Current.CancellationToken);
    }

    private ClusterConnection Connect(Uri server, string user = "token: secret-canary", string? ca = null, TimeProvider? time = null)
    {
        var file = KubeconfigFile.Write(server, ca, user);
        var moved = Path.Combine(_directory.FullName, Path.GetFileName(file));
        File.Move(file, moved);
        return new ClusterConnection(new ClusterOptions { Name = "test", Kubeconfig = moved }, Surroundings.OfThisProcess, (_, _) => null, time ?? TimeProvider.System);
    }

    /// <summary>A plugin as YAML of a user, and how often it ran. In the script, <c>$n</c> is the number of the run.</summary>
    private (string User, Func<int> Count) Plugin(string script)
    {
        var file = Path.Combine(_directory.FullName, "plugin.sh");
        var runs = Path.Combine(_directory.FullName, "runs");
        File.WriteAllText(file, $"#!/bin/sh\necho run >> {runs}\nn=$(wc -l < {runs} | tr -d ' ')\n{script}\n");
        var user = $"exec:\n  apiVersion: client.authentication.k8s.io/v1\n  command: sh\n  args: [\"{file}\", \"an argument with spaces\"]";
        return (user, () => File.Exists(runs) ? File.ReadAllLines(runs).Length : 0);
    }
}
