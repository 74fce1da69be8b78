using System.Security.Cryptography.X509Certificates;
using Traceboard.Clusters;
using Traceboard.Clusters.Connection;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Connection;

/// <summary>Every way in which a kubeconfig or a pod can sign in, up to what the API server sees of it.</summary>
public sealed class SignInTests : IDisposable
{
    private static readonly ApiRequest _request = new("api/v1/pods?limit=1", "list", "pods");
    private readonly PacedTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-");

    [Fact]
    public async Task Two_contexts_of_one_kubeconfig_lead_to_two_servers_as_two_users()
    {
        await using var one = await ScriptedApiServer.StartAsync();
        await using var two = await ScriptedApiServer.StartAsync();
        var file = Write("config", $$$"""
            apiVersion: v1
            kind: Config
            current-context: one
            contexts:
            - {name: one, context: {cluster: one, user: ada}}
            - {name: two, context: {cluster: two, user: grace}}
            clusters:
            - {name: one, cluster: {server: "{{{one.Address}}}"}}
            - {name: two, cluster: {server: "{{{two.Address}}}"}}
            users:
            - {name: ada, user: {token: token-of-ada}}
            - {name: grace, user: {username: grace, password: hopper}}
            """);
        await SendAsync(new ClusterOptions { Name = "a", Kubeconfig = file });
        await SendAsync(new ClusterOptions { Name = "b", Kubeconfig = file, Context = "two" });
        Assert.Equal("Bearer token-of-ada", Assert.Single(one.Requests).Authorization);
        Assert.Equal("Basic Z3JhY2U6aG9wcGVy", Assert.Single(two.Requests).Authorization);
    }

    [Fact]
    public async Task A_pod_signs_in_with_its_service_account_and_follows_its_rotation()
    {
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue(ip: "127.0.0.1");
        await using var server = await ScriptedApiServer.StartAsync(certificate: certificate);
        Write("ca.crt", authority.Pem);
        Write("token", "first\n");
        var pod = new Surroundings(
            name => name switch { "KUBERNETES_SERVICE_HOST" => "127.0.0.1", "KUBERNETES_SERVICE_PORT" => $"{server.Address.Port}", _ => null }, _directory.FullName);
        using var connection = new ClusterConnection(new ClusterOptions { Name = "x", InCluster = true }, pod, (_, _) => null, _time);
        await SendAsync(connection);
        Write("token", "second\n");
        await SendAsync(connection);
        _time.Advance(TimeSpan.FromSeconds(61));
        await SendAsync(connection);
        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_plugin_gets_its_arguments_one_by_one_its_variables_and_what_is_asked_of_it()
    {
        await using var server = await ScriptedApiServer.StartAsync();
        var script = Write("plugin.sh", """
            case "$KUBERNETES_EXEC_INFO" in *'"kind":"ExecCredential"'*'"interactive":false'*) asked=well;; esac
            printf '{"kind":"ExecCredential","status":{"token":"%s-%s-%s"}}' "$#" "$FROM_KUBECONFIG" "$asked"
            """);
        await SendAsync(new ClusterOptions { Name = "x", Kubeconfig = Kubeconfig(server.Address, $$"""
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: sh
              args: ["{{script}}", "one argument", "another"]
              env: [{name: FROM_KUBECONFIG, value: told}]
            """) });
        Assert.Equal("Bearer 2-told-well", Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task A_plugins_client_certificate_is_presented_and_renewed_before_it_expires()
    {
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue(ip: "127.0.0.1");
        await using var server = await ScriptedApiServer.StartAsync(certificate: certificate, wantsClientCertificate: true);
        var script = Write("plugin.sh", $"cat {_directory.FullName}/answer");
        WriteAnswer(authority, "CN=first", expires: _time.GetUtcNow().AddMinutes(10));
        using var connection = new ClusterConnection(new ClusterOptions { Name = "x", Kubeconfig = Kubeconfig(server.Address, $$"""
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: sh
              args: ["{{script}}"]
            """, authority.Pem) }, Surroundings.OfThisProcess, (_, _) => null, _time);
        await SendAsync(connection);
        WriteAnswer(authority, "CN=second", expires: _time.GetUtcNow().AddHours(1));
        await SendAsync(connection);
        _time.Advance(TimeSpan.FromMinutes(9.8));
        await SendAsync(connection);
        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(request => request.Client));
        Assert.All(server.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_token_file_is_found_beside_the_kubeconfig_that_names_it()
    {
        await using var server = await ScriptedApiServer.StartAsync();
        Write("my-token", "from-the-file\n");
        await SendAsync(new ClusterOptions { Name = "x", Kubeconfig = Kubeconfig(server.Address, "tokenFile: my-token") });
        Assert.Equal("Bearer from-the-file", Assert.Single(server.Requests).Authorization);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task SendAsync(ClusterConnection connection)
    {
        await using var response = await connection.SendAsync(_request, TestContext.Current.CancellationToken);
    }

    private async Task SendAsync(ClusterOptions options)
    {
        using var connection = new ClusterConnection(options, Surroundings.OfThisProcess, (_, _) => null, _time);
        await SendAsync(connection);
    }

    private string Kubeconfig(Uri server, string user, string? ca = null)
    {
        var moved = Path.Combine(_directory.FullName, "config");
        File.Move(KubeconfigFile.Write(server, ca, user), moved);
        return moved;
    }

    private void WriteAnswer(CertificateAuthority authority, string subject, DateTimeOffset expires)
    {
        using var client = authority.Issue(usage: "1.3.6.1.5.5.7.3.2", subject: subject);
        using var key = client.GetECDsaPrivateKey()!;
        Write("answer", new System.Text.Json.Nodes.JsonObject
        {
            ["kind"] = "ExecCredential",
            ["status"] = new System.Text.Json.Nodes.JsonObject
            {
                ["clientCertificateData"] = client.ExportCertificatePem(),
                ["clientKeyData"] = key.ExportPkcs8PrivateKeyPem(),
                ["expirationTimestamp"] = expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            },
        }.ToJsonString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
