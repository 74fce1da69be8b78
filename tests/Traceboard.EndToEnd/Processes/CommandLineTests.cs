using System.Net;
using System.Net.Sockets;

namespace Traceboard.EndToEnd.Processes;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-e2e-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task An_unknown_command_is_wrong_usage()
    {
        await using var traceboard = TraceboardProcess.Start(["deploy"]);

        Assert.Equal(2, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains("traceboard --help", traceboard.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_key_stops_the_start_and_names_the_right_one()
    {
        await using var traceboard = TraceboardProcess.Start(["serve", "--Traceboard:DataDirectry=x"]);

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains("Traceboard:DataDirectry is not a known key. Did you mean DataDirectory?", Assert.Single(traceboard.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_rule_stops_the_start_and_names_its_place()
    {
        var file = Write("""{ "Traceboard": { "Sources": [ { "Image": "registry.example.com/{repo", "Repository": "github:acme/{repo}" } ] } }""");

        await using var traceboard = TraceboardProcess.Start(["serve"], file);

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains("Traceboard:Sources:0:Image", Assert.Single(traceboard.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_json_stops_the_start_and_is_named()
    {
        var file = Write("{ \"Traceboard\": ");

        await using var traceboard = TraceboardProcess.Start(["serve"], file);

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains(file, Assert.Single(traceboard.Output.Split('\n')), StringComparison.Ordinal);
        Assert.Contains("Line 1:", traceboard.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_configuration_file_is_named()
    {
        await using var traceboard = TraceboardProcess.Start(["serve"], "/nowhere/traceboard.json");

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains("/nowhere/traceboard.json, which does not exist", traceboard.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_way_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var traceboard = TraceboardProcess.Start(
            ["serve", $"--urls=http://127.0.0.1:{port}", $"--Traceboard:DataDirectory={_directory.FullName}"], environment: NoCluster());

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains($"127.0.0.1:{port}", traceboard.Output, StringComparison.Ordinal);
        Assert.Contains("--urls", traceboard.Output, StringComparison.Ordinal);
        Assert.Single(traceboard.Output.Split('\n'));
        Assert.Empty(_directory.GetFiles());
    }

    [Fact]
    public async Task A_demo_on_a_port_in_use_names_it_and_starts_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var traceboard = TraceboardProcess.Start(
            ["demo", $"--urls=http://127.0.0.1:{port}"], environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = _directory.FullName });

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.StartsWith($"traceboard: The address http://127.0.0.1:{port} is in use", Assert.Single(traceboard.Output.Split('\n')), StringComparison.Ordinal);
        Assert.Empty(_directory.GetFileSystemInfos("traceboard-*"));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("trace", "registry.example.com/shop:1ecfd27")]
    public async Task What_only_asks_leaves_nothing_where_it_ran(params string[] command)
    {
        await using var traceboard = TraceboardProcess.Start([.. command, "--Traceboard:GitHosts:0:Name=g", "--Traceboard:GitHosts:0:Kind=GitLab", "--Traceboard:GitHosts:0:Url=http://127.0.0.1:1"],
            workingDirectory: _directory.FullName, environment: NoCluster());

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Empty(_directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task Every_fault_of_a_configuration_is_a_line_at_once()
    {
        var file = Write("""{ "Traceboard": { "Sorces": [], "Storage": { "Retention": "soon" }, "GitHosts": [ { "Name": "g", "Kind": "Gitea", "Url": "https://git.example.com", "TokenFile": "/nowhere/token" } ] } }""");

        await using var traceboard = TraceboardProcess.Start(["serve"], file);

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Collection(
            traceboard.Output.Split('\n').Order(StringComparer.Ordinal),
            line => Assert.StartsWith("traceboard: Traceboard:GitHosts:0:Kind", line, StringComparison.Ordinal),
            line => Assert.StartsWith("traceboard: Traceboard:GitHosts:0:TokenFile", line, StringComparison.Ordinal),
            line => Assert.StartsWith("traceboard: Traceboard:Sorces is not a known key", line, StringComparison.Ordinal),
            line => Assert.StartsWith("traceboard: Traceboard:Storage:Retention", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_others_reach_is_refused_without_sign_in()
    {
        await using var traceboard = TraceboardProcess.Start(["serve", "--urls=http://0.0.0.0:5999"]);

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains("AllowAnonymous", traceboard.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        var occupied = Path.Combine(_directory.FullName, "occupied");
        await File.WriteAllTextAsync(occupied, "a file where a directory should be", Cancellation);

        await using var traceboard = TraceboardProcess.Start(["serve", "--urls=http://127.0.0.1:0", $"--Traceboard:DataDirectory={occupied}"], environment: NoCluster());

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Equal($"traceboard: The data directory {occupied} is a file: remove it, or name another with Traceboard:DataDirectory.", traceboard.Output);
    }

    [Fact]
    public async Task Check_names_a_cluster_that_refuses_and_fails()
    {
        var kubeconfig = Path.Combine(_directory.FullName, "kubeconfig");
        await File.WriteAllTextAsync(
            kubeconfig,
            """
            apiVersion: v1
            kind: Config
            clusters: [{ name: gone, cluster: { server: "https://127.0.0.1:1" } }]
            users: [{ name: nobody, user: { token: canary-4f1c } }]
            contexts: [{ name: gone, context: { cluster: gone, user: nobody } }]
            current-context: gone
            """,
            Cancellation);
        var file = Write($$"""{ "Traceboard": { "DataDirectory": "{{_directory.FullName}}", "Clusters": [ { "Name": "gone", "Kubeconfig": "{{kubeconfig}}" } ], "GitHosts": [ { "Name": "g", "Kind": "GitLab", "Url": "http://127.0.0.1:1" } ] } }""");

        await using var traceboard = TraceboardProcess.Start(["check"], file);

        Assert.Equal(1, await traceboard.ExitCodeAsync(Cancellation));
        Assert.Contains("FAIL  cluster gone", traceboard.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-4f1c", traceboard.Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> NoCluster() => new(StringComparer.Ordinal) { ["KUBECONFIG"] = "/nowhere/kubeconfig", ["HOME"] = "/nowhere" };

    private string Write(string json)
    {
        var file = Path.Combine(_directory.FullName, "traceboard.json");
        File.WriteAllText(file, json);
        return file;
    }
}
