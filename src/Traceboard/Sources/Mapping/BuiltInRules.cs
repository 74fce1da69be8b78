namespace Traceboard.Sources.Mapping;

/// <summary>
/// Rules that follow the configured ones. What others make is external. <c>ghcr.io/{owner}/{repo}</c> leads to the configured GitHub host at
/// https://github.com. A GitLab host's own registry is taken to be <c>registry.&lt;host&gt;</c> (so
/// <c>registry.gitlab.com</c> for gitlab.com), or the host itself on port 5050, 5005 or 4567, which are the ports that
/// GitLab's documentation has named over time; any other address needs a rule.
/// </summary>
internal static class BuiltInRules
{
    private const int NamesBelowProject = 2;

    // Kubernetes itself, what cloud providers run in its clusters, mesh sidecars, and Docker Hub's official images.
    private static readonly string[] SomeoneElses =
    [
        "registry.k8s.io/**", "k8s.gcr.io/**", "gke.gcr.io/**", "mcr.microsoft.com/oss/**", "mcr.microsoft.com/aks/**", "*.dkr.ecr.*.amazonaws.com/eks/**", "public.ecr.aws/eks-distro/**", "quay.io/openshift-release-dev/**",
        "docker.io/istio/**", "gcr.io/istio-release/**", "registry.istio.io/**", "docker.io/envoyproxy/**", "cr.l5d.io/linkerd/**", "docker.io/hashicorp/consul-dataplane", "docker.io/library/**",
    ];

    private static readonly int[] RegistryPorts = [5050, 5005, 4567];

    public static IEnumerable<MappingRule> For(IReadOnlyList<GitHostOptions> hosts)
    {
        foreach (var image in SomeoneElses)
            yield return new MappingRule($"built in: {image} is external", ImagePattern.Parse(image), Template: null);
        foreach (var host in hosts)
        {
            if (!Uri.TryCreate(host.Url, UriKind.Absolute, out var url))
                continue;
            if (IsKind(host, "GitHub") && IsGitHubCom(url))
                yield return Rule("ghcr.io/{owner}/{repo}/**", "{owner}/{repo}", host, namesCutOff: 0);
            if (IsKind(host, "GitLab"))
            {
                foreach (var registry in Registries(url))
                    yield return Rule($"{registry}/{{path:**}}", "{path}", host, NamesBelowProject);
            }
        }
    }

    private static IEnumerable<string> Registries(Uri gitLab)
    {
        if (gitLab.HostNameType is UriHostNameType.Dns)
            yield return $"registry.{gitLab.Host}";
        foreach (var port in RegistryPorts)
            yield return $"{gitLab.Host}:{port}";
    }

    private static MappingRule Rule(string image, string path, GitHostOptions host, int namesCutOff)
    {
        var pattern = ImagePattern.Parse(image);
        return new MappingRule($"built in: {image} is {host.Name}:{path}", pattern, RepositoryTemplate.Parse($"{host.Name}:{path}", pattern.Captures, [host]), NamesCutOff: namesCutOff);
    }

    private static bool IsGitHubCom(Uri url) => url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.Host is "github.com" && url.AbsolutePath is "/";

    private static bool IsKind(GitHostOptions host, string kind) => string.Equals(host.Kind, kind, StringComparison.OrdinalIgnoreCase);
}
