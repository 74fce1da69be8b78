using System.Text;
using Microsoft.Extensions.Configuration;
using Traceboard.Clusters.Watching;
using Traceboard.Web.Composition;
using Traceboard.Web.Configuration;
using YamlDotNet.RepresentationModel;

namespace Traceboard.Tests.Deploying;

/// <summary>The manifest that docs/operating.md applies: what it grants and configures is what the program asks for.</summary>
public sealed class ManifestTests
{
    private static readonly Dictionary<string, YamlMappingNode> Objects = Read();

    [Fact]
    public void It_grants_what_the_program_lists_and_watches_and_nothing_else()
    {
        var granted = Rules().Where(rule => rule.Names.Length == 0)
            .SelectMany(rule => rule.Groups, (rule, group) => (rule, group))
            .SelectMany(of => of.rule.Resources, (of, resource) => (of.group, resource, of.rule.Verbs))
            .SelectMany(of => of.Verbs, (of, verb) => $"{verb} {of.group}/{of.resource}");
        var asked = WatchedResource.All.SelectMany(watched => new[] { "list", "watch" }, (watched, verb) => $"{verb} {watched.Group}/{watched.Plural}");

        Assert.Equal(asked.Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Of_single_objects_it_grants_the_one_that_identifies_the_cluster()
    {
        var rule = Assert.Single(Rules(), rule => rule.Names.Length > 0);

        Assert.Equal(("", "namespaces", "kube-system", "get"), (Assert.Single(rule.Groups), Assert.Single(rule.Resources), Assert.Single(rule.Names), Assert.Single(rule.Verbs)));
    }

    [Fact]
    public void Its_configuration_and_address_are_accepted()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Text(Node(Objects["ConfigMap"], "data", "traceboard.json"))));
        var configuration = new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Traceboard");
        var address = Texts(Node(Container, "args")).Single(argument => argument.StartsWith("--urls=", StringComparison.Ordinal))["--urls=".Length..];

        Assert.Empty(ConfigurationReview.Faults(configuration, [address], (services, traceboard) => services.AddRooms(traceboard)));
    }

    [Fact]
    public void One_pod_at_a_time_is_probed_where_it_listens_and_reached_by_its_service()
    {
        var port = Text(Node(Container, "ports", 0, "containerPort"));

        Assert.Equal("Recreate", Text(Node(Objects["Deployment"], "spec", "strategy", "type")));
        Assert.Contains(Texts(Node(Container, "args")), argument => argument.EndsWith($":{port}", StringComparison.Ordinal));
        Assert.Equal("/healthz", Text(Node(Container, "livenessProbe", "httpGet", "path")));
        Assert.Equal("/readyz", Text(Node(Container, "readinessProbe", "httpGet", "path")));
        Assert.Equal("http", Text(Node(Objects["Service"], "spec", "ports", 0, "targetPort")));
        Assert.Equal("true", Text(Node(Container, "securityContext", "readOnlyRootFilesystem")));
    }

    [Fact]
    public void Nobody_is_let_in_until_somebody_is_named() =>
        Assert.Empty(((YamlSequenceNode)Node(Objects["NetworkPolicy"], "spec", "ingress")).Children);

    private static YamlNode Container => Node(Objects["Deployment"], "spec", "template", "spec", "containers", 0);

    private static IEnumerable<(string[] Groups, string[] Resources, string[] Names, string[] Verbs)> Rules() =>
        ((YamlSequenceNode)Node(Objects["ClusterRole"], "rules")).Children.Cast<YamlMappingNode>().Select(rule => (
            Texts(rule["apiGroups"]),
            Texts(rule["resources"]),
            rule.Children.TryGetValue("resourceNames", out var names) ? Texts(names) : [],
            Texts(rule["verbs"])));

    private static YamlNode Node(YamlNode node, params object[] path) =>
        path.Aggregate(node, (at, step) => step is int place ? ((YamlSequenceNode)at)[place] : at[(string)step]);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string[] Texts(YamlNode node) => [.. ((YamlSequenceNode)node).Children.Select(Text)];

    private static Dictionary<string, YamlMappingNode> Read()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(SourceTree.Root, "deploy", "kubernetes", "traceboard.yaml"));
        yaml.Load(text);
        return yaml.Documents.Select(document => (YamlMappingNode)document.RootNode).ToDictionary(of => Text(of["kind"]), StringComparer.Ordinal);
    }
}
