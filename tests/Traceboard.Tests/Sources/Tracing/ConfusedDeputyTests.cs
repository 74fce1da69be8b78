using System.Net;
using System.Net.Sockets;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Tracing;

/// <summary>
/// Whoever can push an image or deploy a workload writes its labels. None of what they may write leads to a connection
/// elsewhere, or has our token read a repository that the mapping does not allow for that image.
/// </summary>
public sealed class ConfusedDeputyTests
{
    private const string Sha = "abc1234000000000000000000000000000000000";

    public static TheoryData<string> Sources =>
    [
        // Elsewhere on the network: metadata, the API server, loopback in every spelling, other schemes.
        "http://169.254.169.254/latest/meta-data/iam", "http://[fd00:ec2::254]/latest/meta-data", "http://metadata.google.internal/computeMetadata/v1/", "https://kubernetes.default.svc/api/v1/secrets",
        "https://10.96.0.1/api", "http://127.0.0.1:{trap}/acme/allowed", "http://localhost:{trap}/acme/allowed", "http://[::1]:{trap}/acme/allowed", "http://0.0.0.0:{trap}/acme/allowed", "http://127.1:{trap}/acme/allowed",
        "http://2130706433:{trap}/acme/allowed", "http://0x7f000001:{trap}/acme/allowed", "http://0177.0.0.1:{trap}/acme/allowed", "http://127.0.0.2:{trap}/acme/allowed", "http://[::ffff:127.0.0.1]:{trap}/acme/allowed",
        "file:///etc/passwd", "gopher://127.0.0.1:{trap}/_x", "ftp://127.0.0.1:{trap}/acme/allowed", "ssh://git@127.0.0.1:{trap}/acme/secret", "git://127.0.0.1:{trap}/acme/secret", "data:text/plain,acme/allowed", "unix:///var/run/docker.sock",
        // The configured host by name, with something before, behind or within it.
        "{host}@127.0.0.1:{trap}/acme/allowed", "http://user:{host}@127.0.0.1:{trap}/acme/allowed", "{host}.evil.example/acme/allowed", "https://evil.example/{host}/acme/allowed", "https://evil.example#{host}/acme/allowed",
        "https://evil.example?{host}/acme/allowed", "https://evil.example\\@{host}/acme/allowed", "http://127.0.0.1:{trap}\\@{host}/acme/allowed", "//127.0.0.1:{trap}/acme/allowed", "http:////127.0.0.1:{trap}/acme/allowed",
        // Another team's repository on the configured host.
        "{host}/acme/secret", "{host}/acme/secret.git", "git@{name}:acme/secret.git", "{host}/other/allowed", "{host}/acme/allowed/../secret", "{host}/acme/allowed/../../other/secret", "{host}/acme/./secret",
        "{host}/acme/allowed%2F..%2Fsecret", "{host}/acme/%2e%2e/other/secret", "{host}/acme%2Fsecret", "{host}/acme/secret?x=/acme/allowed", "{host}/acme/secret#/acme/allowed", "{host}/acme/secret/-/tree/acme/allowed",
        "{host}/acme/allowed-secret", "{host}/acme/allowed.secret", "{host}/acme//secret", "{host}/acme", "{host}/", "{host}/acme/secret/tree/main", "{host}/-/acme/secret", "{host}/api/v3/repos/acme/secret", "{host}/api/v4/projects/1",
        // Text that is no address at all, or would change the question.
        "acme/secret", "{host}/acme/secret\r\nHost: evil.example", "{host}/acme/secret\u0000", "{host}/acme/\"){viewer{login}}", "{host}/acme/ѕecret", "{host}/acme/allowed /acme/secret", "javascript:alert(1)", "$(curl 127.0.0.1:{trap})",
    ];

    [Fact]
    public void There_are_at_least_60_variants() => Assert.True(Sources.Count >= 60, $"{Sources.Count}");

    [Theory]
    [MemberData(nameof(Sources), DisableDiscoveryEnumeration = true)]
    public async Task A_source_from_outside_the_mapping_is_never_asked_for(string source)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var trap = new TcpListener(IPAddress.Any, 0);
        trap.Start();
        await using var world = await GitHostWorld.StartAsync(time => new FakeGitLabHost(time));
        world.Server.Add("acme/allowed").Add("fff0000000000000000000000000000000000000");
        foreach (var path in (string[])["acme/secret", "other/secret", "other/allowed", "acme/allowed-secret", "acme/allowed.secret"])
            world.Server.Add(path).Add(Sha);
        source = source.Replace("{trap}", $"{((IPEndPoint)trap.LocalEndpoint).Port}", StringComparison.Ordinal)
            .Replace("{host}", world.Server.Url, StringComparison.Ordinal)
            .Replace("{name}", new Uri(world.Server.Url).Host, StringComparison.Ordinal);
        var tracer = TracerFor(world.Server.Url);

        foreach (var image in (string[])["registry.example.com/fixed:latest", "registry.example.com/fixed:1.2.3", "registry.example.com/fixed:abc1234", "registry.example.com/chosen:abc1234"])
        {
            foreach (var kind in (string[])["ociLabel", "workloadAnnotation"])
                await TraceAsync(world, tracer.Plan(image, [ClaimTests.Label(Sha, source) with { Kind = kind }]), cancellation);
        }

        Assert.False(trap.Pending(), "somebody connected elsewhere");
        Assert.All(world.Server.Requests, request => Assert.StartsWith("/api/v4/projects/acme%2Fallowed/", request.Target, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sources), DisableDiscoveryEnumeration = true)]
    public async Task A_revision_is_never_part_of_an_address(string revision)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var world = await GitHostWorld.StartAsync(time => new FakeGitLabHost(time));
        world.Server.Add("acme/allowed");
        await TraceAsync(world, TracerFor(world.Server.Url).Plan("registry.example.com/fixed:latest", [ClaimTests.Label(revision)]), cancellation);
        Assert.Empty(world.Server.Requests);
    }

    private static MappedTracer TracerFor(string url) => MappedTracer.From(new SourcesOptions
    {
        GitHosts = { new GitHostOptions { Name = "host", Kind = "GitLab", Url = url } },
        Sources =
        {
            new SourceRuleOptions { Image = "registry.example.com/fixed", Repository = "host:acme/allowed" },
            new SourceRuleOptions { Image = "registry.example.com/chosen", Repository = "host:acme/al*owed" },
        },
        BuiltInSources = false,
    });

    private static async Task TraceAsync(GitHostWorld world, TracePlan plan, CancellationToken cancellation)
    {
        var known = new Dictionary<TraceQuestion, CommitAnswer>();
        while (plan.NextQuestion(known.GetValueOrDefault) is { } due && !known.ContainsKey(due))
            known[due] = (await world.Host.FindAsync([new CommitQuestion(due.Repository.Path, due.Candidate)], cancellation))[0];
    }
}
