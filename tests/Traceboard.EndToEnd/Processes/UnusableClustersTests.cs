using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.EndToEnd.Processes;

/// <summary>Clusters that cannot be used, each for a reason of its own, beside one that can.</summary>
public sealed class UnusableClustersTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-e2e-");
    private readonly List<SimulatedCluster> _servers = [];
    private readonly Dictionary<string, string> _kubeconfigs = new(StringComparer.Ordinal);

    /// <summary>Name of the cluster, what must be named, and the remedy.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "missing", "missing.kubeconfig does not exist", "correct the path" },
        { "garbled", "garbled.kubeconfig is not valid YAML", "kubectl --kubeconfig" },
        { "context", "has no context 'prdo'", "good" },
        { "refused", "127.0.0.1:1 refuses the connection", "start the API server, or correct the server address" },
        { "untrusted", "certificate", "certificate-authority" },
        { "unauthorized", "does not accept the credential (401)", "renew the token" },
        { "forbidden", "(403)", "ClusterRole" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var good = await StartAsync("good");
        good.CreatePod("shop", "api-1", "registry.example.com/acme/api:sha-1234567");
        _kubeconfigs["missing"] = Path.Combine(_directory.FullName, "missing.kubeconfig");
        Write("garbled", "clusters: [");
        _kubeconfigs["context"] = _kubeconfigs["good"];
        Write("refused", good.Kubeconfig().Replace(good.Address.GetLeftPart(UriPartial.Authority), "https://127.0.0.1:1", StringComparison.Ordinal));
        var untrusted = await StartAsync("untrusted", Certificate());
        using var other = Certificate();
        Write("untrusted", untrusted.Kubeconfig().Replace(Authority(untrusted.Kubeconfig()), Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(other.ExportCertificatePem())), StringComparison.Ordinal));
        var unauthorized = await StartAsync("unauthorized");
        Write("unauthorized", unauthorized.Kubeconfig().Replace(unauthorized.Token, "canary-77aa", StringComparison.Ordinal));
        (await StartAsync("forbidden")).Faults.Refuse(403);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_is_a_red_line_of_the_status_and_the_good_one_is_on_the_board()
    {
        await using var traceboard = TraceboardProcess.Start(["serve", "--urls=http://127.0.0.1:0"], Configure());
        using var api = new TraceboardApi(await traceboard.AddressAsync(Cancellation));

        var clusters = await api.UntilAsync(
            ClustersAsync, clusters => clusters["good"] is ("Live", _) && Faults.All(fault => clusters[fault.Data.Item1].Problem.Length > 0), TimeSpan.FromMinutes(3), Cancellation);

        Assert.Equal(("Live", ""), clusters["good"]);
        Assert.All(Faults, fault =>
        {
            var (name, named, remedy) = fault.Data;
            Assert.Equal("Unreachable", clusters[name].Freshness);
            Assert.Contains(named, clusters[name].Problem, StringComparison.Ordinal);
            Assert.Contains(remedy, clusters[name].Problem, StringComparison.Ordinal);
        });
        await api.UntilAsync(
            BoardAsync, board => board.Contains("registry.example.com/acme/api:sha-1234567", StringComparison.Ordinal), TimeSpan.FromMinutes(1), Cancellation);
        Assert.DoesNotContain("canary-77aa", traceboard.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", traceboard.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_gives_each_one_line_with_the_remedy_and_fails()
    {
        await using var traceboard = TraceboardProcess.Start(["check"], Configure());

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));

        var lines = traceboard.Output.Split('\n');
        Assert.All(lines, line => Assert.Matches("^(ok  |FAIL)  ", line));
        Assert.Contains(lines, line => line.StartsWith("ok    cluster good:", StringComparison.Ordinal));
        Assert.All(Faults, fault =>
        {
            var (name, named, remedy) = fault.Data;
            Assert.Contains(lines, line => line.StartsWith($"FAIL  cluster {name}", StringComparison.Ordinal)
                && line.Contains(named, StringComparison.Ordinal) && line.Contains(remedy, StringComparison.Ordinal));
        });
        Assert.DoesNotContain("canary-77aa", traceboard.Output, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, (string Freshness, string Problem)>> ClustersAsync(TraceboardApi api) =>
        (await api.GetAsync("api/v1/status", Cancellation))["clusters"]!.AsArray().ToDictionary(
            cluster => (string)cluster!["name"]!, cluster => ((string)cluster!["freshness"]!, string.Join(' ', cluster["problems"]!.AsArray())), StringComparer.Ordinal);

    private static async Task<string> BoardAsync(TraceboardApi api) => (await api.GetAsync("api/v1/board", Cancellation)).ToJsonString();

    private string Configure()
    {
        var clusters = new JsonArray();
        foreach (var (name, kubeconfig) in _kubeconfigs)
        {
            var cluster = new JsonObject { ["Name"] = name, ["Kubeconfig"] = kubeconfig };
            if (name == "context")
                cluster["Context"] = "prdo";
            clusters.Add((JsonNode)cluster);
        }

        var file = Path.Combine(_directory.FullName, "traceboard.json");
        var traceboard = new JsonObject
        {
            ["DataDirectory"] = Path.Combine(_directory.FullName, "data"),
            ["Clusters"] = clusters,
            ["GitHosts"] = new JsonArray(new JsonObject { ["Name"] = "gone", ["Kind"] = "GitLab", ["Url"] = "http://127.0.0.1:1" }),
        };
        File.WriteAllText(file, new JsonObject { ["Traceboard"] = traceboard }.ToJsonString());
        return file;
    }

    private async Task<SimulatedCluster> StartAsync(string name, X509Certificate2? certificate = null)
    {
        var server = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Name = name, Certificate = certificate }, Cancellation);
        _servers.Add(server);
        Write(name, server.Kubeconfig());
        return server;
    }

    private void Write(string name, string kubeconfig)
    {
        _kubeconfigs[name] = Path.Combine(_directory.FullName, $"{name}.kubeconfig");
        File.WriteAllText(_kubeconfigs[name], kubeconfig);
    }

    private static string Authority(string kubeconfig) => kubeconfig.Split('\n').First(line => line.Contains("certificate-authority-data:", StringComparison.Ordinal)).Split(": ")[1].Trim();

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), password: null);
    }
}
