using Traceboard.Clusters;
using Traceboard.Clusters.Connection;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Clusters.Connection;

public sealed class KubeconfigTests : IDisposable
{
    private const string Two = """
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
        - {name: one, context: {cluster: one, user: one}}
        - {name: two, context: {cluster: two, user: one}}
        clusters:
        - {name: one, cluster: {server: "https://one.example"}}
        - {name: two, cluster: {server: "https://two.example"}}
        users:
        - {name: one, user: {token: secret-canary}}
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-");

    [Fact]
    public async Task The_current_context_is_used_unless_another_is_named()
    {
        var file = Write("config", Two);
        Assert.Equal("https://one.example/", (await ReadAsync(file)).Server.AbsoluteUri);
        Assert.Equal("https://two.example/", (await ReadAsync(file, "two")).Server.AbsoluteUri);
    }

    [Fact]
    public async Task An_unknown_context_is_answered_with_the_known_ones()
    {
        var fault = await Assert.ThrowsAsync<ClusterException>(() => ReadAsync(Write("config", Two), "tow"));
        Assert.Contains("no context 'tow'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("one of one, two.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [b", "not valid YAML")]
    [InlineData("contexts: []", "no current context")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y}}]", "names the cluster 'y', which is not in it")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y, user: z}}]\nclusters: [{name: y, cluster: {server: 'https://y'}}]", "names the user 'z', which is not in it")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y, cluster: {server: 'http://y.example'}}]", "use https (http is allowed to loopback addresses only)")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y, cluster: {server: 'https://me:secret-canary@y.example'}}]", "move it to 'users'")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y, cluster: {server: 'https://y', certificate-authority-data: 'c2VjcmV0LWNhbmFyeQ=='}}]", "holds no certificate")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y, cluster: {server: 'https://y', proxy-url: 'ftp://z'}}]", "proxy-url")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y, user: z}}]\nclusters: [{name: y, cluster: {server: 'https://y'}}]\nusers: [{name: z, user: {token: secret-canary, as: admin}}]", "impersonate")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: y, user: z}}]\nclusters: [{name: y, cluster: {server: 'https://y'}}]\nusers: [{name: z, user: {auth-provider: {name: gcp}}}]", "exec plugin instead")]
    public async Task A_kubeconfig_that_cannot_be_used_is_told_of_in_one_line_without_secrets(string text, string reason)
    {
        var fault = await Assert.ThrowsAsync<ClusterException>(() => ReadAsync(Write("config", text)));
        Assert.Equal(ClusterFault.Configuration, fault.Fault);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("secret-canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_not_there_is_told_of_with_its_path()
    {
        var fault = await Assert.ThrowsAsync<ClusterException>(() => ReadAsync("/nowhere/config"));
        Assert.Equal("The kubeconfig /nowhere/config does not exist: correct the path, or mount the file.", fault.Message);
    }

    [Fact]
    public async Task Several_files_are_merged_and_the_first_wins()
    {
        var first = Write("first", "current-context: two\ncontexts: []");
        var second = Write("second", Two);
        var third = Write("third", Two.Replace("two.example", "other.example", StringComparison.Ordinal));
        var target = await ClusterTarget.ReadAsync(new ClusterOptions { Name = "x" }, Around(("KUBECONFIG", $"{first}:{second}:{third}:/nowhere")), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal("https://two.example/", target.Server.AbsoluteUri);
    }

    [Fact]
    public async Task Paths_are_relative_to_the_file_that_names_them()
    {
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "deep"));
        using var authority = new CertificateAuthority();
        Write("deep/ca.pem", authority.Pem);
        var config = Write("deep/config", "current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y, cluster: {server: 'https://y', certificate-authority: ca.pem}}]");
        Assert.Equal(authority.Certificate.Thumbprint, Assert.Single((await ReadAsync(config)).TrustedRoots!).Thumbprint);
    }

    [Fact]
    public void Without_configuration_the_service_account_is_taken_before_the_kubeconfig()
    {
        Write("token", "t");
        var inCluster = Around(("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("KUBERNETES_SERVICE_PORT", "443"), ("KUBECONFIG", Write("config", Two)));
        Assert.True(Assert.Single(ConfiguredClusters.Of(new ClustersOptions(), inCluster)).InCluster);
        var outside = Around(("KUBECONFIG", Write("config", Two)));
        Assert.Equal("one", Assert.Single(ConfiguredClusters.Of(new ClustersOptions(), outside)).Name);
    }

    [Fact]
    public async Task With_nothing_at_all_the_message_says_what_to_set()
    {
        var fault = await Assert.ThrowsAsync<ClusterException>(() =>
            ClusterTarget.ReadAsync(new ClusterOptions { Name = "x" }, Around(("HOME", "/nowhere")), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("set Kubeconfig to a file, or InCluster to true", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_is_read_from_where_it_is_mounted()
    {
        using var authority = new CertificateAuthority();
        Write("token", "t");
        Write("ca.crt", authority.Pem);
        var around = Around(("KUBERNETES_SERVICE_HOST", "fd00::1"), ("KUBERNETES_SERVICE_PORT", "6443"));
        using var target = await ClusterTarget.ReadAsync(new ClusterOptions { Name = "x", InCluster = true }, around, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal("https://[fd00::1]:6443/", target.Server.AbsoluteUri);
        Assert.IsType<TokenFileCredential>(target.Credential);
        Assert.Single(target.TrustedRoots!);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static Task<ClusterTarget> ReadAsync(string file, string? context = null) => ClusterTarget.ReadAsync(
        new ClusterOptions { Name = "x", Kubeconfig = file, Context = context }, Surroundings.OfThisProcess, TimeProvider.System, TestContext.Current.CancellationToken);

    private Surroundings Around(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value, _directory.FullName);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
