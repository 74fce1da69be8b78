using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Traceboard.Tests.Answers;

namespace Traceboard.Tests.Web.Api;

public sealed class ApiTests : IAsyncDisposable
{
    private const string Image = "ghcr.io/acme/cart:sha-2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private readonly ApiApplication _api = new();

    [Fact]
    public async Task The_board_has_the_shape_of_the_contract()
    {
        Deploy();
        var board = await JsonAsync("/api/v1/board");

        Assert.Equal("2026-03-01T12:00:00Z", board.GetProperty("asOf").GetString());
        Assert.Equal("Unreachable", board.GetProperty("environments")[0].GetProperty("freshness").GetString());
        Assert.Equal("Live", board.GetProperty("environments")[1].GetProperty("freshness").GetString());
        var service = board.GetProperty("services")[0];
        Assert.Equal(("cart", "shop"), (service.GetProperty("service").GetString(), service.GetProperty("team").GetString()));
        Assert.Equal(["staging", "production"], service.GetProperty("cells").EnumerateObject().Select(cell => cell.Name), StringComparer.Ordinal);
        var cell = service.GetProperty("cells").GetProperty("production");
        Assert.Equal(("single", 2, 3), (cell.GetProperty("state").GetString(), cell.GetProperty("ready").GetInt32(), cell.GetProperty("total").GetInt32()));
        Assert.Equal("2026-03-01T11:00:00Z", cell.GetProperty("since").GetString());
        Assert.Equal(["cluster", "namespace", "kind", "name"], cell.GetProperty("workloads")[0].EnumerateObject().Select(property => property.Name), StringComparer.Ordinal);
        Assert.Equal(JsonValueKind.Null, cell.GetProperty("drift").ValueKind);
        var build = cell.GetProperty("builds")[0];
        Assert.Equal((Image, 3), (build.GetProperty("image").GetString(), build.GetProperty("pods").GetInt32()));
        var trace = build.GetProperty("trace");
        Assert.Equal(("Traced", JsonValueKind.Null), (trace.GetProperty("status").GetString(), trace.GetProperty("reason").ValueKind));
        Assert.Equal(("github", "acme/cart"), (trace.GetProperty("revision").GetProperty("host").GetString(), trace.GetProperty("revision").GetProperty("repository").GetString()));
        Assert.Equal(40, trace.GetProperty("revision").GetProperty("sha").GetString()!.Length);
        Assert.Equal(JsonValueKind.Null, trace.GetProperty("commit").GetProperty("author").GetProperty("avatarUrl").ValueKind);
        Assert.EndsWith("Z", trace.GetProperty("commit").GetProperty("committedAt").GetString(), StringComparison.Ordinal);
        Assert.Equal("None", trace.GetProperty("mergeRequestStatus").GetString());
        Assert.Equal(("tag", "confirmed"), (trace.GetProperty("evidence")[0].GetProperty("kind").GetString(), trace.GetProperty("evidence")[0].GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task A_deployment_is_found_by_the_id_that_the_board_links_to()
    {
        Deploy();
        var board = await JsonAsync("/api/v1/board");
        var id = board.GetProperty("services")[0].GetProperty("cells").GetProperty("production").GetProperty("deploymentId").GetString();

        var deployment = await JsonAsync($"/api/v1/deployments/{id}");
        var listed = (await JsonAsync("/api/v1/deployments?since=2h&change=rollout&limit=1")).GetProperty("items")[0];

        Assert.Equal((id, "production"), (deployment.GetProperty("id").GetString(), deployment.GetProperty("environment").GetString()));
        Assert.Equal(JsonValueKind.Null, deployment.GetProperty("previous").ValueKind);
        Assert.Equal((JsonValueKind.Array, JsonValueKind.Array), (deployment.GetProperty("evidence").ValueKind, deployment.GetProperty("pods").ValueKind));
        Assert.Equal(id, listed.GetProperty("id").GetString());
        Assert.False(listed.TryGetProperty("evidence", out _));
        Assert.Equal("Live", listed.GetProperty("freshness").GetString());
    }

    [Theory]
    [InlineData("/api/v1/board")]
    [InlineData("/api/v1/board?only=untraceable")]
    [InlineData("/api/v1/deployments")]
    [InlineData("/api/v1/services/cart")]
    [InlineData("/api/v1/trace?image=ghcr.io/acme/cart:latest")]
    [InlineData("/api/v1/status")]
    public async Task What_has_not_changed_is_not_sent_again(string address)
    {
        Deploy();
        using var first = await _api.GetAsync(address);
        var tag = first.Headers.ETag!.ToString();
        using var again = await _api.GetAsync(address, tag);
        using var other = await _api.GetAsync(address, "W/\"other\"");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/board", "br")]
    [InlineData("/api/v1/board", "gzip")]
    [InlineData("/api/v1/deployments", "br")]
    [InlineData("/openapi/v1.json", "gzip")]
    public async Task An_answer_comes_compressed_to_whoever_asks_for_that(string address, string encoding)
    {
        Deploy();
        using var plain = await _api.GetAsync(address);
        using var compressed = await _api.GetAsync(address, encoding: encoding);

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(encoding, Assert.Single(compressed.Content.Headers.ContentEncoding));
        Assert.Equal("Accept-Encoding", Assert.Single(compressed.Headers.Vary), ignoreCase: true);
        await using var body = await compressed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream text = string.Equals(encoding, "br", StringComparison.Ordinal)
            ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(text);
        Assert.Equal(
            await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tag_holds_for_every_encoding_of_the_same_answer()
    {
        Deploy();
        using var compressed = await _api.GetAsync("/api/v1/board", encoding: "br");
        using var again = await _api.GetAsync("/api/v1/board", compressed.Headers.ETag!.ToString(), encoding: "br");
        using var plain = await _api.GetAsync("/api/v1/board", compressed.Headers.ETag!.ToString());

        Assert.True(compressed.Headers.ETag.IsWeak);
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (again.StatusCode, plain.StatusCode));
        Assert.Empty(again.Content.Headers.ContentEncoding);
        Assert.Equal("Accept-Encoding", Assert.Single(again.Headers.Vary));
        Assert.Equal(compressed.Headers.ETag, again.Headers.ETag);
    }

    [Fact]
    public async Task What_has_changed_has_another_tag()
    {
        var deployed = Deploy();
        using var first = await _api.GetAsync("/api/v1/deployments");
        _api.World.Deploy(deployed, "ghcr.io/acme/cart:2", at: RecordedWorld.Noon, container: "other");
        using var second = await _api.GetAsync("/api/v1/deployments", first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Theory]
    [InlineData("/api/v1/board?only=everything", "only")]
    [InlineData("/api/v1/deployments?limit=0", "limit")]
    [InlineData("/api/v1/deployments?limit=501", "limit")]
    [InlineData("/api/v1/deployments?limit=many", "limit")]
    [InlineData("/api/v1/deployments?since=yesterday", "since")]
    [InlineData("/api/v1/deployments?until=2026-13-01", "until")]
    [InlineData("/api/v1/deployments?change=Sideways", "change")]
    [InlineData("/api/v1/deployments?cursor=wrong", "cursor")]
    [InlineData("/api/v1/trace", "image")]
    [InlineData("/api/v1/board?q=%00", "q")]
    public async Task A_wrong_parameter_is_named(string address, string parameter)
    {
        using var response = await _api.GetAsync(address);
        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest);

        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Contains($"\"{parameter}\"", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/deployments/4711", "GET")]
    [InlineData("/api/v1/services/nobody", "GET")]
    [InlineData("/api/v1/nothing", "GET")]
    [InlineData("/api", "GET")]
    [InlineData("/api/v1/board", "POST")]
    public async Task What_does_not_exist_says_where_to_look(string address, string method)
    {
        using var response = await _api.GetAsync(address, method: new HttpMethod(method));

        Assert.NotEmpty((await ProblemAsync(response, HttpStatusCode.NotFound)).GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_database_that_fails_is_a_503_that_says_what_to_do_and_the_board_goes_on()
    {
        Deploy();
        Assert.Contains("cart", await _api.TextAsync("/api/v1/board"), StringComparison.Ordinal);
        await _api.World.Database.Database.ExecuteSqlRawAsync("ALTER TABLE Deployments RENAME TO Elsewhere", TestContext.Current.CancellationToken);

        using var response = await _api.GetAsync("/api/v1/deployments");

        Assert.Contains("Try again", (await ProblemAsync(response, HttpStatusCode.ServiceUnavailable)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("cart", await _api.TextAsync("/api/v1/board?q=cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_written_with_a_plus_is_understood()
    {
        Deploy();
        Assert.Single((await JsonAsync("/api/v1/deployments?since=2026-03-01T12:00:00+01:00")).GetProperty("items").EnumerateArray());
        Assert.Empty((await JsonAsync("/api/v1/deployments?since=2026-03-01T12:00:00")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Every_response_carries_the_headers_that_protect_a_browser()
    {
        foreach (var address in (string[])["/api/v1/board", "/api/v1/nothing", "/nothing", "/healthz"])
        {
            using var response = await _api.GetAsync(address);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asking_builds_nothing()
    {
        Deploy();
        for (var index = 0; index < 20; index++)
            await _api.TextAsync($"/api/v1/board?q={index}");

        Assert.Equal(1, _api.BoardBuilds);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private Traceboard.History.WorkloadRow Deploy()
    {
        var workload = _api.World.Workload(_api.World.Cluster("prod"), "cart", team: "shop", desired: 3);
        _api.World.Run(workload, Image, pods: 3, ready: 2);
        _api.World.Remember(Image);
        return workload;
    }

    private async Task<JsonElement> JsonAsync(string address)
    {
        using var response = await _api.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = await ReadAsync(response);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
