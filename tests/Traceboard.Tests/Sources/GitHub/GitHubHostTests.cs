using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Traceboard.Sources;
using Traceboard.Sources.GitHub;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.GitHub;

public sealed partial class GitHubHostTests : GitHostContract
{
    private protected override FakeGitHost Create(TimeProvider time) => new FakeGitHubHost(time);

    [Theory]
    [InlineData("https://github.com", "https://api.github.com/", "https://api.github.com/graphql")]
    [InlineData("https://acme.ghe.com/", "https://api.acme.ghe.com/", "https://api.acme.ghe.com/graphql")]
    [InlineData("https://git.example.com", "https://git.example.com/api/v3/", "https://git.example.com/api/graphql")]
    [InlineData("http://127.0.0.1:7300", "http://127.0.0.1:7300/api/v3/", "http://127.0.0.1:7300/api/graphql")]
    public void The_apis_of_each_kind_of_GitHub_are_found(string url, string rest, string graphQl)
    {
        var address = GitHubAddress.Of("github", "Traceboard:GitHosts:0", url);

        Assert.Equal(rest, address.Api.AbsoluteUri);
        Assert.Equal(graphQl, GitHubAddress.GraphQl(address).AbsoluteUri);
    }

    [Fact]
    public async Task Five_thousand_shas_of_three_hundred_repositories_need_few_calls()
    {
        await using var world = await StartAsync();
        var questions = new List<CommitQuestion>();
        for (var number = 0; number < 5000; number++)
        {
            var path = $"acme/shop-{number % 300}";
            var sha = (number * 7919L).ToString("x10") + number.ToString("x30");
            if (!world.Server.Repositories.TryGetValue(path, out var repository))
                repository = world.Server.Add(path);
            repository.Add(sha, new FakeGitHostMerge(number + 1) { MergeSha = sha });
            questions.Add(new CommitQuestion(path, sha));
        }

        var answers = await world.Host.FindCommitsAsync(questions, TestContext.Current.CancellationToken);

        for (var number = 0; number < 5000; number++)
        {
            var commit = Assert.IsType<CommitAnswer.Found>(answers[number]).Commit;
            Assert.Equal(questions[number].Candidate, commit.Revision.Sha.Value);
            Assert.Equal(number + 1, commit.MergeRequest!.Number);
        }

        Assert.InRange(world.Host.State.Calls, 100, 150);
        TestContext.Current.TestOutputHelper?.WriteLine($"5,000 SHAs of 300 repositories: {world.Host.State.Calls} calls");
    }

    [Fact]
    public async Task A_full_sha_is_asked_for_as_an_object_and_not_as_a_name()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });

        await world.FindAsync(Sha);
        Assert.Contains($"object(oid:\"{Sha}\")", ((FakeGitHubHost)world.Server).LastQuery);
        await world.FindAsync(Sha[..8]);
        Assert.Contains($"object(expression:\"{Sha[..8]}\")", ((FakeGitHubHost)world.Server).LastQuery);
    }

    [Fact]
    public async Task A_tag_object_is_no_commit()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        ((FakeGitHubHost)world.Server).Bend = (_, _) => new JsonObject { ["__typename"] = "Tag" };

        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(Sha[..8]));
    }

    [Fact]
    public async Task A_prefix_of_two_commits_is_ambiguous_and_costs_one_call_more()
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        repository.Add(Sha);
        repository.Add(Sha[..39] + "0");

        Assert.IsType<CommitAnswer.Ambiguous>(await world.AskAsync(Sha[..12]));
        Assert.Equal(2, world.Server.Requests.Count);
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 60)]
    [InlineData(404, 60)]
    public async Task Where_GraphQL_is_refused_REST_answers_and_GraphQL_rests_for_a_while(int status, int minutes)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(2) { MergeSha = Sha });
        world.Server.Script = context => OnGraphQlAsync(context, status, """{"message":"Resource not accessible"}""");

        Assert.Equal(2, (await world.FindAsync(Sha)).MergeRequest!.Number);
        Assert.Equal(1, world.Host.BatchSize);
        await world.FindAsync(Sha);
        Assert.Single(world.Server.Requests, request => request.Target == "/api/graphql");

        world.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(50, world.Host.BatchSize);
    }

    [Fact]
    public async Task A_server_whose_GraphQL_lacks_a_field_is_asked_by_REST()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        world.Server.Script = context => OnGraphQlAsync(context, 200, """{"errors":[{"message":"Field 'x' doesn't exist on type 'Commit'","path":["query","r0"]}]}""");

        await world.FindAsync(Sha);
    }

    [Theory]
    [InlineData(502, "<html>timeout</html>")]
    [InlineData(200, """{"data":null,"errors":[{"message":"Something went wrong while executing your query. This may be the result of a timeout."}]}""")]
    public async Task A_batch_that_is_too_much_is_halved(int status, string body)
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        var shas = Enumerable.Range(0, 50).Select(number => number.ToString("x40")).ToList();
        shas.ForEach(sha => repository.Add(sha));
        world.Server.Script = async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var text = await reader.ReadToEndAsync();
            context.Request.Body.Position = 0;
            return text.Split("object(").Length - 1 > 15 && await OnGraphQlAsync(context, status, body);
        };

        var answers = await world.Host.FindCommitsAsync([.. shas.Select(sha => new CommitQuestion("acme/shop", sha))], TestContext.Current.CancellationToken);

        Assert.All(answers, answer => Assert.IsType<CommitAnswer.Found>(answer));
        Assert.InRange(world.Server.Requests.Count, 6, 12);
    }

    [Fact]
    public async Task A_commit_whose_message_is_too_large_is_found_by_its_headline()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        world.Server.Script = async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var text = await reader.ReadToEndAsync();
            context.Request.Body.Position = 0;
            return !text.Contains("messageHeadline", StringComparison.Ordinal)
                && await OnGraphQlAsync(context, 200, "{\"data\":\"" + new string('x', 10 * 1024 * 1024) + "\"}");
        };

        await world.FindAsync(Sha);
        Assert.Equal(2, world.Server.Requests.Count);
    }

    [Fact]
    public async Task Pull_requests_lost_to_a_fault_are_asked_for_again_and_forbidden_ones_are_unknown()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        const string Commit = "{\"__typename\":\"Commit\",\"oid\":\"" + Sha + "\",\"associatedPullRequests\":null}";
        var type = "FORBIDDEN";
        world.Server.Script = context => OnGraphQlAsync(context, 200,
            "{\"data\":{\"r0\":{\"c0\":" + Commit + "}},\"errors\":[{\"type\":\"" + type + "\",\"path\":[\"r0\",\"c0\",\"associatedPullRequests\"],\"message\":\"no\"}]}");

        Assert.Equal(MergeRequestStatus.Unknown, (await world.FindAsync(Sha)).MergeRequestStatus);
        type = "SERVICE_UNAVAILABLE";
        Assert.IsType<CommitAnswer.Failed>(await world.AskAsync(Sha));
    }

    [Fact]
    public async Task A_repository_behind_single_sign_on_is_forbidden()
    {
        await using var world = await StartAsync();
        world.Server.Script = context => OnGraphQlAsync(context, 200,
            """{"data":{"r0":null},"errors":[{"type":"FORBIDDEN","path":["r0"],"message":"Resource protected by organization SAML enforcement."}]}""");

        Assert.IsType<CommitAnswer.Forbidden>(await world.AskAsync(Sha));
    }

    [Fact]
    public async Task REST_calls_stay_below_what_GitHub_stands_in_a_minute()
    {
        await using var world = await StartAsync(token: false);
        var repository = world.Server.Add("acme/shop");
        var shas = Enumerable.Range(0, 500).Select(number => number.ToString("x40")).ToList();
        shas.ForEach(sha => repository.Add(sha));

        await world.Host.FindCommitsAsync([.. shas.Select(sha => new CommitQuestion("acme/shop", sha))], TestContext.Current.CancellationToken);

        Assert.Equal(720, world.Server.Requests.Count);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.FindAsync(shas[499]);
    }

    [Theory]
    [InlineData(true, "authenticated as traceboard")]
    [InlineData(false, "without a token (59 of 60 calls left")]
    public async Task The_check_tells_who_we_are(bool token, string found)
    {
        await using var world = await StartAsync(token);

        var check = (await world.Checks.RunAsync(TestContext.Current.CancellationToken)).Single();

        Assert.True(check.Ok, check.Message);
        Assert.Contains(found, check.Message);
        Assert.Single(world.Server.Requests);
    }

    [Fact]
    public async Task A_check_with_a_wrong_token_says_what_to_do()
    {
        await using var world = await StartAsync();
        world.Server.RequiredToken = "another";

        var check = (await world.Checks.RunAsync(TestContext.Current.CancellationToken)).Single();

        Assert.False(check.Ok);
        Assert.Contains("Traceboard:GitHosts:0:TokenFile", check.Remedy);
    }

    private static async Task<bool> OnGraphQlAsync(HttpContext context, int status, string body)
    {
        if (context.Request.Path != "/api/graphql")
            return false;
        context.Response.StatusCode = status;
        context.Response.ContentType = body[0] == '<' ? "text/html" : "application/json";
        await context.Response.WriteAsync(body);
        return true;
    }
}
