using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Traceboard.Clusters.Connection;

/// <summary>Where one cluster is and how to get in, read anew from its files each time.</summary>
internal sealed class ClusterTarget : IDisposable
{
    public required Uri Server { get; init; }

    /// <summary>Host, user and client certificate. Its CA is taken out into <see cref="TrustedRoots"/> (see <see cref="KubernetesHttp"/>).</summary>
    public required KubernetesClientConfiguration Configuration { get; init; }

    /// <summary>The only roots that are trusted, or null: those of the system.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    public ClusterCredential? Credential { get; init; }

    public Uri? Proxy { get; init; }

    /// <summary>One line for each thing that works but should not be so.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public void Dispose() => Credential?.Dispose();

    /// <summary>Reads where a configured cluster is and how to sign in.</summary>
    /// <exception cref="ClusterException">The configuration cannot be used.</exception>
    public static async Task<ClusterTarget> ReadAsync(ClusterOptions options, Surroundings surroundings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.InCluster)
            return InCluster(surroundings, time);
        IReadOnlyList<string> files = options.Kubeconfig is { Length: > 0 } named ? [named] : surroundings.KubeconfigFiles();
        if (files.Count == 0)
        {
            throw new ClusterException(ClusterFault.Configuration,
                "There is no kubeconfig, neither KUBECONFIG nor ~/.kube/config names one: set Kubeconfig to a file, or InCluster to true, under Traceboard:Clusters.");
        }

        var kubeconfig = await Kubeconfig.ReadAsync(files, cancellationToken);
        return FromKubeconfig(kubeconfig, kubeconfig.ContextNamed(string.IsNullOrEmpty(options.Context) ? null : options.Context), time);
    }

    private static ClusterTarget InCluster(Surroundings surroundings, TimeProvider time)
    {
        var server = surroundings.InClusterServer ?? throw new ClusterException(ClusterFault.Configuration,
            "InCluster is set, but this process has no service account: run it in a pod with automountServiceAccountToken: true, or name a Kubeconfig.");
        return new ClusterTarget
        {
            Server = server,
            Configuration = new KubernetesClientConfiguration { Host = server.AbsoluteUri },
            TrustedRoots = Roots(() => File.ReadAllText(surroundings.CaFile), surroundings.CaFile),
            Credential = new TokenFileCredential(surroundings.TokenFile, time),
        };
    }

    private static ClusterTarget FromKubeconfig(Kubeconfig kubeconfig, Context context, TimeProvider time)
    {
        var merged = kubeconfig.Merged;
        var where = $"context '{context.Name}' of the kubeconfig {kubeconfig.Source}";
        var endpoint = merged.Clusters.FirstOrDefault(cluster => string.Equals(cluster.Name, context.ContextDetails?.Cluster, StringComparison.Ordinal))?.ClusterEndpoint
            ?? throw Unusable(where, $"names the cluster '{context.ContextDetails?.Cluster}', which is not in it");
        var userName = context.ContextDetails?.User;
        var user = merged.Users.FirstOrDefault(candidate => string.Equals(candidate.Name, userName, StringComparison.Ordinal));
        if (user is null && !string.IsNullOrEmpty(userName))
            throw Unusable(where, $"names the user '{userName}', which is not in it");
        if (user is not null)
            RefuseWhatIsNotSupported(user, where);
        var server = ServerOf(endpoint, where);
        var (roots, problems) = Trust(endpoint, where);
        var credential = CredentialOf(user, endpoint, kubeconfig.KeysOfUser(userName), time);
        return new ClusterTarget
        {
            Server = server,
            Configuration = Build(merged, context.Name, user, credential, where),
            TrustedRoots = roots,
            Credential = credential,
            Proxy = ProxyOf(kubeconfig.KeysOfCluster(context.ContextDetails!.Cluster).ProxyUrl, where),
            Problems = problems,
        };
    }

    /// <summary>
    /// KubernetesClient runs an exec plugin while it reads a configuration, without a limit of ours, and refuses a
    /// user with only a token file. So it gets a stand-in for such users, which is taken out again.
    /// </summary>
    private static KubernetesClientConfiguration Build(K8SConfiguration merged, string context, User? user, ClusterCredential? credential, string where)
    {
        var credentials = user is null ? null : user.UserCredentials ??= new UserCredentials();
        if (credentials is not null && (credential is not null || IsAnonymous(credentials)))
        {
            credentials.ExternalExecution = null;
            credentials.Token = "stand-in";
        }

        try
        {
            var built = KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, context);
            built.SslCaCerts = null;
            if (string.Equals(built.AccessToken, "stand-in", StringComparison.Ordinal))
                built.AccessToken = null;
            return built;
        }
        catch (Exception fault) when (fault is KubeConfigException or FormatException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(where, "cannot be used: a certificate, key or address in it is malformed or cannot be read");
        }
    }

    private static bool IsAnonymous(UserCredentials credentials) =>
        string.IsNullOrEmpty(credentials.Token) && string.IsNullOrEmpty(credentials.UserName) && credentials.AuthProvider is null
        && string.IsNullOrEmpty(credentials.ClientCertificate) && string.IsNullOrEmpty(credentials.ClientCertificateData);

    private static ClusterCredential? CredentialOf(User? user, ClusterEndpoint endpoint, KubeconfigKeys.UserKeys keys, TimeProvider time) =>
        user?.UserCredentials?.ExternalExecution is { Command.Length: > 0 } plugin ? new ExecPluginCredential(new ExecPlugin(plugin, endpoint, time), time)
        : keys.TokenFile is { Length: > 0 } file ? new TokenFileCredential(file, time)
        : null;

    private static void RefuseWhatIsNotSupported(User user, string where)
    {
        if (!string.IsNullOrEmpty(user.UserCredentials?.Impersonate))
            throw Unusable(where, "asks to impersonate a user ('as'), which is not supported: use a user with its own rights");
        if (user.UserCredentials?.AuthProvider is { Name: not "oidc" } provider)
            throw Unusable(where, $"uses the auth-provider '{provider.Name}', which Kubernetes has removed: use its exec plugin instead (kubelogin, gke-gcloud-auth-plugin)");
    }

    private static Uri ServerOf(ClusterEndpoint endpoint, string where)
    {
        if (!Uri.TryCreate(endpoint.Server, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
            throw Unusable(where, "has no server address that starts with https://");
        if (server.UserInfo.Length > 0)
            throw Unusable(where, "has a user name or password in its server address: move it to 'users'");
        if (server.Scheme == Uri.UriSchemeHttp && !server.IsLoopback)
            throw Unusable(where, $"would send its credentials unencrypted to {server.Authority}: use https (http is allowed to loopback addresses only)");
        return server;
    }

    private static (X509Certificate2Collection? Roots, IReadOnlyList<string> Problems) Trust(ClusterEndpoint endpoint, string where)
    {
        if (endpoint.SkipTlsVerify)
            return (null, [$"The certificate of {endpoint.Server} is not verified (insecure-skip-tls-verify in {where}): anyone on the way can answer. Remove the key and name the CA instead."]);
        if (endpoint.CertificateAuthorityData is { Length: > 0 } inline)
            return (Roots(() => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(inline)), "certificate-authority-data"), []);
        if (endpoint.CertificateAuthority is { Length: > 0 } file)
            return (Roots(() => File.ReadAllText(file), file), []);
        return (null, []);
    }

    private static X509Certificate2Collection Roots(Func<string> pem, string source)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem());
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(ClusterFault.Configuration, $"The CA in {source} cannot be read: it must be certificates in PEM.", fault);
        }

        return roots.Count > 0 ? roots : throw new ClusterException(ClusterFault.Configuration, $"The CA in {source} holds no certificate: it must be certificates in PEM.");
    }

    private static Uri? ProxyOf(string? url, string where)
    {
        if (string.IsNullOrWhiteSpace(url))
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
            ? new Uri(url)
            : throw Unusable(where, "has a proxy-url that is neither http, https nor socks5");
    }

    private static ClusterException Unusable(string where, string what) => new(ClusterFault.Configuration, $"The {where} {what}.");
}
