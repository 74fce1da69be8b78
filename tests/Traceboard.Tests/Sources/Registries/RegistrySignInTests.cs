using System.Text;
using Traceboard.Simulation.Registry;
using Traceboard.Sources.Registries;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Registries;

/// <summary>How a registry is signed in to: when it wants that, as it wants it, and no oftener than needed.</summary>
public sealed class RegistrySignInTests
{
    private const string Basic = "Basic ";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anybody_gets_a_token_for_a_public_repository()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer);
        world.Server.IsPublic = true;
        var digest = world.PushLabelled("abc");

        await world.HeadAsync();
        await world.FindAsync(digest);

        Assert.Equal($"/token?service=simulated&scope={Uri.EscapeDataString("repository:shop/cart:pull")}", Assert.Single(Tokens(world)).Target);
        Assert.Equal("", Tokens(world)[0].Authorization);
    }

    [Fact]
    public async Task The_user_goes_to_the_token_service_and_the_token_to_the_registry()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        var digest = world.PushLabelled("abc");

        await world.FindAsync(digest);

        Assert.StartsWith(Basic, Assert.Single(Tokens(world)).Authorization);
        Assert.All(world.Server.Requests.Where(request => request.Target.StartsWith("/v2/", StringComparison.Ordinal)),
            request => Assert.True(request.Authorization is "" or "Bearer simulated-token-1", request.Authorization));
    }

    [Fact]
    public async Task A_user_is_sent_only_once_the_registry_wants_one()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Basic, user: true);
        var digest = world.PushLabelled("abc");

        await world.FindAsync(digest);

        Assert.Equal(["", "Basic", "Basic"], world.Server.Requests.Select(request => request.Authorization.Split(' ')[0]));
    }

    [Fact]
    public async Task A_registry_that_wants_no_user_is_sent_none()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Open, user: true);
        await world.FindAsync(world.PushLabelled("abc"));

        Assert.All(world.Server.Requests, request => Assert.Equal("", request.Authorization));
    }

    [Fact]
    public async Task A_token_that_is_void_is_renewed_once()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        await world.FindAsync(world.PushLabelled("abc"));
        world.Server.RevokeTokens();

        await world.FindAsync(world.PushLabelled("def"));

        Assert.Equal(2, Tokens(world).Count);
    }

    [Fact]
    public async Task A_token_that_ran_out_is_not_sent()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        await world.FindAsync(world.PushLabelled("abc"));
        world.Time.Advance(TimeSpan.FromSeconds(300));
        world.Server.Forget();

        await world.FindAsync(world.PushLabelled("def"));

        Assert.Equal("", world.Server.Requests[0].Authorization);
    }

    [Theory]
    [InlineData(RegistryDoor.Basic)]
    [InlineData(RegistryDoor.Bearer)]
    public async Task A_refused_user_is_named_and_not_tried_over_and_over(RegistryDoor door)
    {
        await using var world = await RegistryWorld.StartAsync(door, user: true, configure: (settings, _) => settings["Registries:0:Password"] = "another");
        var digest = world.PushLabelled("abc");

        for (var time = 0; time < 50; time++)
            Assert.Contains("Traceboard:Registries:0:PasswordFile", Assert.IsType<RegistryAnswer.Refused>(await world.ReadAsync(digest)).Detail);

        Assert.Single(world.Server.Requests, request => request.Authorization.StartsWith(Basic, StringComparison.Ordinal));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReadAsync(digest);
        Assert.Equal(2, world.Server.Requests.Count(request => request.Authorization.StartsWith(Basic, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_401_without_end_ends_after_one_try_each()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        world.Server.Script = context =>
        {
            if (context.Request.Path == "/token")
                return Task.FromResult(false);
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{world.Server.Address}token\"";
            return Task.FromResult(true);
        };

        var refused = Assert.IsType<RegistryAnswer.Refused>(await world.ReadAsync(RegistryStore.DigestOf([])));

        Assert.Contains("Does not show shop/cart to reader", refused.Detail);
        Assert.Equal(3, world.Server.Requests.Count);
    }

    [Fact]
    public async Task A_repository_that_is_not_shown_closes_no_other()
    {
        await using var world = await RegistryWorld.StartAsync(RegistryDoor.Bearer, user: true);
        var digest = world.PushLabelled("abc");
        world.Server.Script = context =>
        {
            var hidden = context.Request.Path.StartsWithSegments("/v2/shop/hidden", StringComparison.Ordinal);
            if (hidden)
                (context.Response.StatusCode, context.Response.Headers.WWWAuthenticate) = (401, $"Bearer realm=\"{world.Server.Address}token\"");
            return Task.FromResult(hidden);
        };

        Assert.IsType<RegistryAnswer.Refused>(await world.Registry.ReadAsync(RegistryWorld.Image($"{RegistryWorld.Host}/shop/hidden:1"), digest, Stop));
        await world.FindAsync(digest);
    }

    [Fact]
    public async Task A_private_registry_without_a_user_says_what_to_set()
    {
        await using var basic = await RegistryWorld.StartAsync(RegistryDoor.Basic);
        await using var bearer = await RegistryWorld.StartAsync(RegistryDoor.Bearer);

        foreach (var world in (RegistryWorld[])[basic, bearer])
            Assert.Contains("Set Traceboard:Registries:0:UserName", Assert.IsType<RegistryAnswer.Refused>(await world.ReadAsync(RegistryStore.DigestOf([]))).Detail);
    }

    [Fact]
    public async Task A_password_file_is_followed_when_it_changes_and_named_when_it_is_gone()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "wrong\n", Stop);
            await using var world = await RegistryWorld.StartAsync(RegistryDoor.Basic, user: true, configure: (settings, _) =>
                (settings["Registries:0:Password"], settings["Registries:0:PasswordFile"]) = (null, file));
            var digest = world.PushLabelled("abc");
            Assert.IsType<RegistryAnswer.Refused>(await world.ReadAsync(digest));
            await File.WriteAllTextAsync(file, SimulatedRegistry.Password + "\n", Stop);
            await world.FindAsync(digest);
            File.Delete(file);

            Assert.Contains($"Traceboard:Registries:0:PasswordFile: '{file}' cannot be read", Assert.IsType<RegistryAnswer.Failed>(await world.HeadAsync()).Detail);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(RegistryDoor.Open, false, true, "answers without a user")]
    [InlineData(RegistryDoor.Basic, true, true, "signed in as reader")]
    [InlineData(RegistryDoor.Bearer, true, true, "signed in as reader")]
    [InlineData(RegistryDoor.Bearer, false, true, "gives tokens for single repositories")]
    [InlineData(RegistryDoor.Basic, false, false, "Set Traceboard:Registries:0:UserName")]
    public async Task The_check_says_how_it_is_let_in(RegistryDoor door, bool user, bool ok, string found)
    {
        await using var world = await RegistryWorld.StartAsync(door, user);

        var check = Assert.Single(await world.Checks.RunAsync(Stop));

        Assert.Equal(($"Registry {RegistryWorld.Host}", ok), (check.Subject, check.Ok));
        Assert.Contains(found, check.Message);
        Assert.Equal(ok, check.Remedy is null);
    }

    [Fact]
    public async Task The_check_of_something_else_than_a_registry_names_the_key()
    {
        await using var world = await RegistryWorld.StartAsync();
        world.Server.Script = context =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(true);
        };

        var check = Assert.Single(await world.Checks.RunAsync(Stop));

        Assert.False(check.Ok);
        Assert.Contains("Traceboard:Registries:0:Url", check.Remedy);
    }

    [Fact]
    public void User_name_and_password_are_sent_in_UTF8()
    {
        var credential = new RegistryCredential("key", "reader", new Traceboard.Sources.Secret("Kanne für Öl"), null);

        Assert.Equal("reader:Kanne für Öl", Encoding.UTF8.GetString(Convert.FromBase64String(credential.Basic(new Traceboard.Sources.Secret("Kanne für Öl")).Parameter!)));
    }

    private static List<RegistryEntry> Tokens(RegistryWorld world) => [.. world.Server.Requests.Where(request => request.Target.StartsWith("/token", StringComparison.Ordinal))];
}
