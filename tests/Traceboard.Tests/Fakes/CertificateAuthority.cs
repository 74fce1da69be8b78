using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Traceboard.Tests.Fakes;

/// <summary>Issues certificates, good ones and bad ones.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private readonly X509Certificate2 _root;

    public CertificateAuthority(string name = "CN=Cluster CA", DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, isAuthority: true);
        _root = request.CreateSelfSigned(Long.Ago, until ?? Long.Hence);
    }

    private CertificateAuthority(X509Certificate2 root) => _root = root;

    public string Pem => _root.ExportCertificatePem();

    public X509Certificate2 Certificate => _root;

    /// <summary>An authority below this one.</summary>
    /// <param name="isAuthority">False: an ordinary certificate that wrongly acts as one.</param>
    public CertificateAuthority Below(bool isAuthority = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var outlived = new DateTimeOffset(_root.NotAfter);
        using var issued = Request("CN=Below", key, isAuthority).Create(_root, Long.Ago.AddDays(1), outlived < Long.Hence ? outlived : Long.Hence, Serial());
        return new CertificateAuthority(issued.CopyWithPrivateKey(key));
    }

    public X509Certificate2 Issue(
        string? dns = null, string? ip = null, DateTimeOffset? from = null, DateTimeOffset? until = null, string usage = ServerAuth, string subject = "CN=kube-apiserver")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(subject, key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        AddNames(request, dns, ip);
        var issuer = X509SignatureGenerator.CreateForECDsa(_root.GetECDsaPrivateKey()!);
        using var issued = request.Create(_root.SubjectName, issuer, from ?? Long.Ago.AddDays(2), until ?? Long.Hence.AddDays(-2), Serial());
        return Usable(issued, key);
    }

    /// <summary>A certificate that vouches for itself.</summary>
    public static X509Certificate2 SelfSigned(string ip = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256);
        AddNames(request, dns: null, ip);
        using var issued = request.CreateSelfSigned(Long.Ago, Long.Hence);
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), password: null);
    }

    public void Dispose() => _root.Dispose();

    private static void AddNames(CertificateRequest request, string? dns, string? ip)
    {
        if (dns is null && ip is null)
            return;
        var names = new SubjectAlternativeNameBuilder();
        if (dns is not null)
            names.AddDnsName(dns);
        if (ip is not null)
            names.AddIpAddress(IPAddress.Parse(ip));
        request.CertificateExtensions.Add(names.Build());
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static X509Certificate2 Usable(X509Certificate2 issued, ECDsa key)
    {
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    private static byte[] Serial() => RandomNumberGenerator.GetBytes(12);

    private static class Long
    {
        public static readonly DateTimeOffset Ago = TimeProvider.System.GetUtcNow().AddYears(-5);
        public static readonly DateTimeOffset Hence = TimeProvider.System.GetUtcNow().AddYears(5);
    }
}
