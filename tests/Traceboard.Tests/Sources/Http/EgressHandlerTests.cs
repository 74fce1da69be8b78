using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Http;

public sealed class EgressHandlerTests : IDisposable
{
    private readonly string _caFile = Path.GetTempFileName();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public EgressHandlerTests()
    {
        var request = new CertificateRequest("CN=Traceboard test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        File.WriteAllText(_caFile, _authority.ExportCertificatePem());
    }

    [Fact]
    public async Task A_private_authority_is_trusted_for_the_hosts_own_name()
    {
        await using var world = await StartAsync(trusted: true, names => names.AddIpAddress(IPAddress.Loopback));
        world.Server.Add("acme/shop").Add(new string('a', 40));

        await world.FindAsync(new string('a', 40));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_also_under_a_private_authority()
    {
        await using var world = await StartAsync(trusted: true, names => names.AddDnsName("other.example"));

        Assert.Contains("certificate", Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(new string('a', 40))).Detail);
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task An_unknown_authority_is_refused()
    {
        await using var world = await StartAsync(trusted: false, names => names.AddIpAddress(IPAddress.Loopback));

        Assert.Contains("Set CaFile", Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(new string('a', 40))).Detail);
        Assert.Empty(world.Server.Requests);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        File.Delete(_caFile);
    }

    private async Task<GitHostWorld> StartAsync(bool trusted, Action<SubjectAlternativeNameBuilder> names)
    {
        var server = new FakeGitLabHost(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
        using var certificate = Certificate(names);
        var served = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        await server.StartAsync(listen => listen.UseHttps(served));
        return await GitHostWorld.StartAsync(_ => server, configure: settings => settings["GitHosts:0:CaFile"] = trusted ? _caFile : null);
    }

    private X509Certificate2 Certificate(Action<SubjectAlternativeNameBuilder> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var builder = new SubjectAlternativeNameBuilder();
        names(builder);
        request.CertificateExtensions.Add(builder.Build());
        using var issued = request.Create(_authority, new DateTimeOffset(_authority.NotBefore), new DateTimeOffset(_authority.NotAfter), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
