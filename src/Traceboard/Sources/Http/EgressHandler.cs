using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Traceboard.Sources.Http;

/// <summary>Connections to outside hosts: no redirects, cookies or proxies that were not asked for, names always verified.</summary>
internal static class EgressHandler
{
    /// <summary>A handler that trusts only the authorities in a PEM file, or without one the system's.</summary>
    public static SocketsHttpHandler Create(string? caFile) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxConnectionsPerServer = 8,
        // Trace ids are nobody else's business.
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = caFile is null ? null : TrustOnly(caFile) },
    };

    private static X509ChainPolicy TrustOnly(string caFile)
    {
        // Only the chain is judged differently: .NET's check of the host's name stays in force.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy;
    }
}
