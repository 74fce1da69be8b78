using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s;

namespace Traceboard.Clusters.Connection;

/// <summary>
/// KubernetesClient's authentication, TLS and handlers under requests of our own. It is replaced as a whole when its
/// connection is suspect; the old one goes once its last request has ended.
/// </summary>
/// <remarks>
/// KubernetesClient accepts a certificate without the requested name as soon as it is given a CA. So it is given
/// none: the roots go into a chain policy, and .NET's own check of chain, validity and name stays in force.
/// </remarks>
internal sealed class KubernetesHttp : Kubernetes
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);
    private int _users = 1;

    public KubernetesHttp(ClusterTarget target, DelegatingHandler refusals) : base(Prepare(target), refusals) =>
        CertificateOfPlugin = (target.Credential as ExecPluginCredential)?.ClientCertificate;

    /// <summary>The client certificate of an exec plugin that this client was built with.</summary>
    public (string Certificate, string Key)? CertificateOfPlugin { get; }

    public bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }

        return false;
    }

    /// <summary>Ends one use; the first use belongs to whoever made it.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            Dispose();
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendRequestRaw("", request, cancellationToken);

    private static KubernetesClientConfiguration Prepare(ClusterTarget target)
    {
        var configuration = target.Configuration;
        configuration.UserAgent = "traceboard";
        configuration.SslCaCerts = null;
        var plugin = target.Credential as ExecPluginCredential;
        configuration.TokenProvider = plugin is { HasToken: false } ? null : target.Credential ?? configuration.TokenProvider;
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.AutomaticDecompression = DecompressionMethods.GZip;
            handler.InitialHttp2StreamWindowSize = 4 << 20;
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.ConnectTimeout = _connectTimeout;
            handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
            handler.MaxResponseHeadersLength = 64;
            // A dropped watch never ends by itself: waiting for that would keep its connection for two seconds.
            handler.ResponseDrainTimeout = TimeSpan.Zero;
            handler.UseProxy = target.Proxy is not null || !target.Server.IsLoopback;
            if (target.Proxy is not null)
                handler.Proxy = new WebProxy(target.Proxy);
            if (plugin?.ClientCertificate is { } pem)
                Present(handler.SslOptions, X509Certificate2.CreateFromPem(pem.Certificate, pem.Key));
            if (target.TrustedRoots is { } roots)
                handler.SslOptions.CertificateChainPolicy = TrustOnly(roots);
        };
        return configuration;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static void Present(SslClientAuthenticationOptions options, X509Certificate2 certificate) =>
        options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
}
