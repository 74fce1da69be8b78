using Traceboard.Clusters;
using Traceboard.Clusters.Connection;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Connection;

/// <summary>Who may answer for an API server. Nearly every cluster has a CA of its own, so that is the case that counts.</summary>
public sealed class ServerCertificateTests
{
    private static readonly DateTimeOffset _yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset _tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);

    public static TheoryData<string, string> BadOnes => new()
    {
        { "issued by another CA", "not issued by the CA" },
        { "issued by an impostor with the CA's name", "" },
        { "vouches for itself", "not issued by the CA" },
        { "for another address", "another host name" },
        { "for another host name", "another host name" },
        { "for hosts of another domain", "another host name" },
        { "for no host at all", "another host name" },
        { "not for the name in tls-server-name", "another host name" },
        { "expired", "expired or is not valid yet" },
        { "not valid yet", "expired or is not valid yet" },
        { "of a CA that has expired", "expired or is not valid yet" },
        { "for clients only", "" },
        { "issued by what is no CA", "" },
        { "below an intermediate that is not sent", "not issued by the CA" },
        { "of a CA that the kubeconfig does not name", "not issued by the CA" },
    };

    [Theory]
    [MemberData(nameof(BadOnes))]
    public async Task A_server_that_does_not_prove_who_it_is_gets_no_request(string kind, string reason)
    {
        using var authority = kind is "of a CA that has expired" ? new CertificateAuthority(until: _yesterday) : new CertificateAuthority();
        using var other = new CertificateAuthority(kind.Contains("impostor", StringComparison.Ordinal) ? "CN=Cluster CA" : "CN=Another CA");
        using var below = authority.Below(isAuthority: kind is not "issued by what is no CA");
        using var certificate = kind switch
        {
            "issued by another CA" or "issued by an impostor with the CA's name" => other.Issue(ip: "127.0.0.1"),
            "vouches for itself" => CertificateAuthority.SelfSigned(),
            "for another address" => authority.Issue(ip: "127.0.0.2"),
            "for another host name" => authority.Issue(dns: "kubernetes.example"),
            "for hosts of another domain" => authority.Issue(dns: "*.example"),
            "for no host at all" => authority.Issue(),
            "expired" => authority.Issue(ip: "127.0.0.1", until: _yesterday),
            "of a CA that has expired" => authority.Issue(ip: "127.0.0.1"),
            "not valid yet" => authority.Issue(ip: "127.0.0.1", from: _tomorrow),
            "for clients only" => authority.Issue(ip: "127.0.0.1", usage: "1.3.6.1.5.5.7.3.2"),
            "issued by what is no CA" or "below an intermediate that is not sent" => below.Issue(ip: "127.0.0.1"),
            _ => authority.Issue(ip: "127.0.0.1"),
        };
        await using var server = await ScriptedApiServer.StartAsync(certificate: certificate, intermediate: kind is "issued by what is no CA" ? below.Certificate : null);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(
            server.Address,
            kind is "of a CA that the kubeconfig does not name" ? null : authority.Pem,
            kind is "not for the name in tls-server-name" ? "tls-server-name: kubernetes" : ""));

        Assert.Equal(ClusterFault.Untrusted, fault.Fault);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("by its address", "127.0.0.1")]
    [InlineData("by its host name", "localhost")]
    [InlineData("by the name in tls-server-name", "127.0.0.1")]
    [InlineData("below an intermediate", "127.0.0.1")]
    [InlineData("by one CA of a bundle", "127.0.0.1")]
    [InlineData("as its own CA", "127.0.0.1")]
    public async Task A_server_that_proves_who_it_is_is_asked(string kind, string host)
    {
        using var authority = new CertificateAuthority();
        using var other = new CertificateAuthority("CN=Another CA");
        using var below = authority.Below();
        using var certificate = kind switch
        {
            "by its host name" => authority.Issue(dns: "localhost"),
            "by the name in tls-server-name" => authority.Issue(dns: "kubernetes"),
            "below an intermediate" => below.Issue(ip: "127.0.0.1"),
            "as its own CA" => CertificateAuthority.SelfSigned(),
            _ => authority.Issue(ip: "127.0.0.1"),
        };
        await using var server = await ScriptedApiServer.StartAsync(certificate: certificate, intermediate: kind is "below an intermediate" ? below.Certificate : null);
        await SendAsync(
            new UriBuilder(server.Address) { Host = host }.Uri,
            kind switch { "by one CA of a bundle" => other.Pem + "\n" + authority.Pem, "as its own CA" => certificate.ExportCertificatePem(), _ => authority.Pem },
            kind is "by the name in tls-server-name" ? "tls-server-name: kubernetes" : "");

        var request = Assert.Single(server.Requests);
        Assert.Equal("HTTP/2", request.Protocol);
    }

    [Fact]
    public async Task Only_the_kubeconfig_can_turn_verification_off_and_that_is_told()
    {
        using var certificate = CertificateAuthority.SelfSigned("127.0.0.9");
        await using var server = await ScriptedApiServer.StartAsync(certificate: certificate);
        var problems = await SendAsync(server.Address, ca: null, "insecure-skip-tls-verify: true");
        Assert.Contains("not verified (insecure-skip-tls-verify", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_told_apart()
    {
        await using var server = await ScriptedApiServer.StartAsync();
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SendAsync(new UriBuilder(server.Address) { Scheme = "https" }.Uri, ca: null));
        Assert.Contains("speaks TLS", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> SendAsync(Uri address, string? ca, string cluster = "")
    {
        var file = KubeconfigFile.Write(address, ca, cluster: cluster);
        try
        {
            using var connection = new ClusterConnection(new ClusterOptions { Name = "test", Kubeconfig = file }, Surroundings.OfThisProcess, (_, _) => null, TimeProvider.System);
            await using var response = await connection.SendAsync(new ApiRequest("api/v1/pods?limit=1", "list", "pods"), TestContext.Current.CancellationToken);
            return connection.Problems;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
