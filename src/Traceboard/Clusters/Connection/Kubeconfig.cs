using k8s.KubeConfigModels;
using YamlDotNet.Core;

namespace Traceboard.Clusters.Connection;

/// <summary>
/// One or more kubeconfig files, merged as kubectl does (the first occurrence wins), with every path made absolute
/// against the file that names it.
/// </summary>
internal sealed class Kubeconfig
{
    private const int MaxBytes = 4 << 20;

    private readonly Dictionary<string, KubeconfigKeys.ClusterKeys> _clusterKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigKeys.UserKeys> _userKeys = new(StringComparer.Ordinal);

    private Kubeconfig(string source) => Source = source;

    /// <summary>The file, or the files, for messages.</summary>
    public string Source { get; }

    public K8SConfiguration Merged { get; } = new() { Clusters = [], Contexts = [], Users = [] };

    public IEnumerable<string> ContextNames => Merged.Contexts.Select(context => context.Name);

    /// <summary>Reads and merges kubeconfig files, the first one winning.</summary>
    /// <exception cref="ClusterException">A file cannot be read or is no kubeconfig.</exception>
    public static async Task<Kubeconfig> ReadAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var kubeconfig = new Kubeconfig(string.Join(", ", files));
        foreach (var file in files)
            kubeconfig.Add(file, await ReadTextAsync(file, cancellationToken));
        return kubeconfig;
    }

    /// <summary>The named context, or the current one.</summary>
    /// <exception cref="ClusterException">There is no such context.</exception>
    public Context ContextNamed(string? name)
    {
        name ??= Merged.CurrentContext;
        if (string.IsNullOrEmpty(name))
        {
            throw new ClusterException(ClusterFault.Configuration,
                $"The kubeconfig {Source} has no current context: name one of {Known()} in Context, or run 'kubectl config use-context NAME'.");
        }

        return Merged.Contexts.FirstOrDefault(context => string.Equals(context.Name, name, StringComparison.Ordinal))
            ?? throw new ClusterException(ClusterFault.Configuration,
                $"The kubeconfig {Source} has no context '{name}': correct Context to one of {Known()}.");
    }

    public KubeconfigKeys.ClusterKeys KeysOfCluster(string name) => _clusterKeys.GetValueOrDefault(name) ?? new();

    public KubeconfigKeys.UserKeys KeysOfUser(string? name) => (name is null ? null : _userKeys.GetValueOrDefault(name)) ?? new();

    private string Known() => ContextNames.Any() ? string.Join(", ", ContextNames.Take(20)) : "none";

    private void Add(string file, string text)
    {
        K8SConfiguration read;
        KubeconfigKeys keys;
        try
        {
            read = KubeconfigYaml.Read<K8SConfiguration>(text) ?? new K8SConfiguration();
            keys = KubeconfigYaml.Read<KubeconfigKeys>(text) ?? new KubeconfigKeys();
        }
        catch (YamlException fault)
        {
            throw new ClusterException(ClusterFault.Configuration,
                $"The kubeconfig {file} is not valid YAML of a kubeconfig (line {fault.Start.Line}, column {fault.Start.Column}): correct it, or try 'kubectl --kubeconfig {file} config view'.");
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        foreach (var cluster in read.Clusters ?? [])
        {
            if (cluster.ClusterEndpoint is { } endpoint)
                endpoint.CertificateAuthority = Absolute(directory, endpoint.CertificateAuthority);
        }

        foreach (var user in read.Users ?? [])
        {
            if (user.UserCredentials is not { } credentials)
                continue;
            credentials.ClientCertificate = Absolute(directory, credentials.ClientCertificate);
            credentials.ClientKey = Absolute(directory, credentials.ClientKey);
            if (credentials.ExternalExecution is { Command: { } command } plugin && command.Contains('/', StringComparison.Ordinal))
                plugin.Command = Absolute(directory, command);
        }

        foreach (var cluster in keys.Clusters.Where(cluster => cluster.Name is not null))
            _clusterKeys.TryAdd(cluster.Name!, cluster.Cluster ?? new());
        foreach (var user in keys.Users.Where(user => user.Name is not null))
        {
            if (user.User is { } own)
                own.TokenFile = Absolute(directory, own.TokenFile);
            _userKeys.TryAdd(user.Name!, user.User ?? new());
        }

        Merged.CurrentContext = string.IsNullOrEmpty(Merged.CurrentContext) ? read.CurrentContext : Merged.CurrentContext;
        Merged.Clusters = Merge(Merged.Clusters, read.Clusters, cluster => cluster.Name);
        Merged.Contexts = Merge(Merged.Contexts, read.Contexts, context => context.Name);
        Merged.Users = Merge(Merged.Users, read.Users, user => user.Name);
    }

    private static List<T> Merge<T>(IEnumerable<T> first, IEnumerable<T>? second, Func<T, string?> name) =>
        [.. first.Concat(second ?? []).Where(item => name(item) is not null).DistinctBy(name, StringComparer.Ordinal)];

    private static string? Absolute(string directory, string? path) =>
        string.IsNullOrWhiteSpace(path) ? path : Path.GetFullPath(path, directory);

    private static async Task<string> ReadTextAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxBytes })
                throw new ClusterException(ClusterFault.Configuration, $"The kubeconfig {file} is larger than 4 MiB: name the right file.");
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var reason = fault is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read by this user";
            throw new ClusterException(ClusterFault.Configuration, $"The kubeconfig {file} {reason}: correct the path, or mount the file.", fault);
        }
    }
}
