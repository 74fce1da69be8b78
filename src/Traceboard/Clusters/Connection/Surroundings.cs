namespace Traceboard.Clusters.Connection;

/// <summary>What the process finds around it: environment variables and the mounted service account.</summary>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="ServiceAccountDirectory">Where Kubernetes mounts a pod's token and CA.</param>
internal sealed record Surroundings(Func<string, string?> Variable, string ServiceAccountDirectory)
{
    public static Surroundings OfThisProcess { get; } =
        new(Environment.GetEnvironmentVariable, "/var/run/secrets/kubernetes.io/serviceaccount");

    public string TokenFile => Path.Combine(ServiceAccountDirectory, "token");

    public string CaFile => Path.Combine(ServiceAccountDirectory, "ca.crt");

    /// <summary>Address of the API server of the cluster that this process runs in, or null outside one.</summary>
    public Uri? InClusterServer
    {
        get
        {
            var host = Variable("KUBERNETES_SERVICE_HOST");
            if (string.IsNullOrEmpty(host) || !File.Exists(TokenFile))
                return null;
            var port = int.TryParse(Variable("KUBERNETES_SERVICE_PORT"), out var given) ? given : 443;
            return new UriBuilder("https", host, port).Uri;
        }
    }

    /// <summary>The kubeconfig files that kubectl would merge, in order; only those that exist unless named one by one.</summary>
    public IReadOnlyList<string> KubeconfigFiles()
    {
        var listed = Variable("KUBECONFIG");
        if (!string.IsNullOrWhiteSpace(listed))
        {
            string[] named = [.. listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            string[] existing = [.. named.Where(File.Exists)];
            return existing.Length > 0 ? existing : named;
        }

        var home = Path.Combine(Variable("HOME") ?? "/", ".kube", "config");
        return File.Exists(home) ? [home] : [];
    }
}
