using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Simulation.GitHosts;

namespace Traceboard.Tests.Simulation.GitHosts;

public sealed class SimulatedGitHostTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 8, 17, 9, 30, 0, TimeSpan.Zero);
    private static readonly GitPerson Anna = new("Anna Kim", "anna.kim");
    private static readonly GitPerson Tom = new("Tom Nash", "tnash");
    private readonly FakeTimeProvider _time = new(Now);
    private readonly GitRepository _shop = new("acme/shop", 1, 7);
    private readonly GitRepository _ledger = new("platform/payments/ledger", 2, 7);
    private SimulatedGitHub _gitHub = null!;
    private SimulatedGitLab _gitLab = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var (repository, onGitLab) in (ReadOnlySpan<(GitRepository, bool)>)[(_shop, false), (_ledger, true)])
        {
            var story = new RepositoryStory(repository, onGitLab);
            story.Push("Start", Anna, Now.AddDays(-9));
            story.Merge("Cache facets per locale", ["Add a failing test", "Cache facets"], Anna, Tom, Now.AddDays(-8));
            story.Squash("Retry \"orders\" on time-outs", ["Retry", "Review"], Tom, Anna, Now.AddDays(-7));
            story.Revert(repository.Head!, Anna, Tom, Now.AddDays(-6));
            story.Hotfix(repository.Commits[0], "hotfix/1", "Cap the window", Tom, Now.AddDays(-1));
            repository.SetBranch("deadbeef", repository.Commits[0].Sha);
        }

        var options = new SimulatedHostOptions { TimeProvider = _time, Limit = 40 };
        _gitHub = await SimulatedGitHub.StartAsync(options, [_shop, new GitRepository("acme/secret", 3, 7, GitAccess.Forbidden)], Stop);
        _gitLab = await SimulatedGitLab.StartAsync(options, [_ledger], Stop);
        _http = new HttpClient();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gitHub.DisposeAsync();
        await _gitLab.DisposeAsync();
    }

    [Fact]
    public async Task GraphQl_and_rest_tell_the_same_commit_and_pull_request()
    {
        var commits = _shop.Commits;
        var asked = string.Join('\n', commits.Select((commit, index) => $"c{index}: object(expression: \"{commit.Sha[..9]}\") {{ ...Found }}"));
        var answer = await GraphAsync($$"""
            query Batch($owner: String!, $name: String!, $first: Int = 5) {
              repository(owner: $owner, name: $name) { nameWithOwner {{asked}} }
              rateLimit { remaining }
            }
            fragment Found on GitObject { __typename oid ... on Commit { messageHeadline authoredDate author { name user { login } }
              associatedPullRequests(first: $first) { totalCount nodes { number title mergedAt mergeCommit { oid } mergedBy { login } } } } }
            """, new JsonObject { ["owner"] = "acme", ["name"] = "shop" });
        foreach (var (index, commit) in commits.Index())
        {
            var told = answer["data"]!["repository"]![$"c{index}"]!;
            var rest = await RestAsync($"/api/v3/repos/acme/shop/commits/{commit.Sha[..8]}");
            var pulls = (await RestAsync($"/api/v3/repos/acme/shop/commits/{commit.Sha}/pulls")).AsArray();
            Assert.Equal(commit.Sha, (string?)told["oid"]);
            Assert.Equal(commit.Sha, (string?)rest["sha"]);
            Assert.Equal((string?)told["messageHeadline"], ((string)rest["commit"]!["message"]!).Split('\n')[0]);
            Assert.Equal((string?)told["authoredDate"], (string?)rest["commit"]!["author"]!["date"]);
            Assert.Equal((string?)told["author"]!["user"]!["login"], (string?)rest["author"]!["login"]);
            Assert.Equal(told["associatedPullRequests"]!["nodes"]!.AsArray().Select(pull => (int)pull!["number"]!), pulls.Select(pull => (int)pull!["number"]!));
        }
    }

    [Fact]
    public async Task A_branch_that_looks_like_hex_is_resolved_to_what_it_points_at()
    {
        Assert.Equal(_shop.Commits[0].Sha, (string?)(await RestAsync("/api/v3/repos/acme/shop/commits/deadbeef"))["sha"]);
    }

    [Fact]
    public async Task An_ambiguous_abbreviation_names_no_commit()
    {
        var head = _shop.Head!;
        _shop.Add("Twin", [], Tom, Now, sha: head.Sha[..10] + new string('0', 30));
        using var refused = await _http.GetAsync(new Uri(_gitHub.Address, $"/api/v3/repos/acme/shop/commits/{head.Sha[..7]}"), Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var answer = await GraphAsync($"{{ repository(owner: \"acme\", name: \"shop\") {{ object(expression: \"{head.Sha[..7]}\") {{ oid }} }} }}");
        Assert.Null(answer["data"]!["repository"]!["object"]);
    }

    [Fact]
    public async Task What_may_not_be_read_does_not_spoil_the_rest_of_a_batch()
    {
        var answer = await GraphAsync("{ a: repository(owner: \"acme\", name: \"secret\") { name } b: repository(owner: \"acme\", name: \"none\") { name } c: repository(owner: \"acme\", name: \"shop\") { name } }");
        Assert.Equal(["FORBIDDEN", "NOT_FOUND"], answer["errors"]!.AsArray().Select(error => (string?)error!["type"]).ToList());
        Assert.Equal("a", (string?)answer["errors"]![0]!["path"]![0]);
        Assert.Equal("shop", (string?)answer["data"]!["c"]!["name"]);
    }

    [Theory]
    [InlineData("{ repository(owner: \"acme\", name: \"shop\") { nonsense } }", "doesn't exist")]
    [InlineData("{ repository(owner: \"acme\", name: \"shop\" }", "Parse error")]
    [InlineData("mutation { x }", "Only queries")]
    public async Task A_query_that_the_schema_does_not_have_gets_no_data(string query, string message)
    {
        var answer = await GraphAsync(query);
        Assert.Null(answer["data"]);
        Assert.Contains(message, (string?)answer["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitLab_tells_commits_and_merge_requests_of_projects_in_subgroups()
    {
        const string project = "/api/v4/projects/platform%2Fpayments%2Fledger";
        foreach (var commit in _ledger.Commits)
        {
            var told = await RestAsync($"{project}/repository/commits/{commit.Sha[..8]}", gitLab: true);
            var requests = (await RestAsync($"{project}/repository/commits/{commit.Sha}/merge_requests", gitLab: true)).AsArray();
            Assert.Equal(commit.Sha, (string?)told["id"]);
            Assert.Equal(_ledger.RequestsOf(commit.Sha).Select(request => request.Number), requests.Select(request => (int)request!["iid"]!));
        }

        var squashed = _ledger.Requests.First(request => request.Kind == GitMergeKind.Squash);
        var shown = await RestAsync($"{project}/merge_requests/{squashed.Number}", gitLab: true);
        Assert.Equal((squashed.MergeSha, null), ((string?)shown["squash_commit_sha"], (string?)shown["merge_commit_sha"]));
    }

    [Fact]
    public async Task Both_compare_by_ancestry()
    {
        var (hotfix, head) = (_shop.Branches["hotfix/1"], _shop.Head!.Sha);
        var compared = await RestAsync($"/api/v3/repos/acme/shop/compare/{hotfix}...{head}");
        Assert.Equal(("diverged", 5, 1), ((string?)compared["status"], (int)compared["ahead_by"]!, (int)compared["behind_by"]!));
        var (fix, tip) = (_ledger.Branches["hotfix/1"], _ledger.Head!.Sha);
        var common = await RestAsync($"/api/v4/projects/2/repository/merge_base?refs[]={fix}&refs[]={tip}", gitLab: true);
        Assert.Equal(_ledger.Commits[0].Sha, (string?)common["id"]);
        Assert.Single((await RestAsync($"/api/v4/projects/2/repository/compare?from={tip}&to={fix}", gitLab: true))["commits"]!.AsArray());
    }

    [Fact]
    public async Task An_unchanged_answer_costs_nothing_and_the_budget_ends()
    {
        var address = new Uri(_gitHub.Address, "/api/v3/repos/acme/shop");
        using var first = await _http.GetAsync(address, Stop);
        using var conditional = new HttpRequestMessage(HttpMethod.Get, address);
        conditional.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await _http.SendAsync(conditional, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal("39", unchanged.Headers.GetValues("X-RateLimit-Remaining").Single());
        for (var left = 39; left > 0; left--)
            (await _http.GetAsync(address, Stop)).Dispose();
        using var refused = await _http.GetAsync(address, Stop);
        Assert.Equal((HttpStatusCode.Forbidden, "0"), (refused.StatusCode, refused.Headers.GetValues("X-RateLimit-Remaining").Single()));
        _time.Advance(TimeSpan.FromHours(1));
        using var again = await _http.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Faults_are_scripted_and_calls_are_counted()
    {
        _gitLab.Faults.Fail(HostFault.TooManyRequests, times: 1, retryAfterSeconds: 7);
        _gitLab.Faults.Fail(HostFault.BadGateway, times: 1);
        _gitLab.Faults.Fail(HostFault.Reset, times: 1);
        var address = new Uri(_gitLab.Address, "/api/v4/projects/2");
        using var limited = await _http.GetAsync(address, Stop);
        using var gateway = await _http.GetAsync(address, Stop);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7)), (limited.StatusCode, limited.Headers.RetryAfter!.Delta!.Value));
        Assert.Equal("text/html", gateway.Content.Headers.ContentType!.MediaType);
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(address, Stop));
        Assert.Equal(3, _gitLab.Requests.Count("GET", "/projects/2"));
    }

    [Fact]
    public async Task A_wrong_token_is_refused_by_both()
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        using var gitHub = await _http.GetAsync(new Uri(_gitHub.Address, "/api/v3/repos/acme/shop"), Stop);
        using var gitLab = await _http.GetAsync(new Uri(_gitLab.Address, "/api/v4/projects/2"), Stop);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [gitHub.StatusCode, gitLab.StatusCode]);
    }

    private async Task<JsonNode> RestAsync(string path, bool gitLab = false) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(gitLab ? _gitLab.Address : _gitHub.Address, path), Stop))!;

    private async Task<JsonNode> GraphAsync(string query, JsonObject? variables = null)
    {
        var body = new JsonObject { ["query"] = query, ["variables"] = variables };
        using var answer = await _http.PostAsync(new Uri(_gitHub.Address, "/api/graphql"), new StringContent(body.ToJsonString()), Stop);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
    }
}
