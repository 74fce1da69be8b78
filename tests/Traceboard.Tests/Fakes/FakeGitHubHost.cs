using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Tests.Fakes;

/// <summary>GitHub as an own server: REST below <c>/api/v3</c>, GraphQL at <c>/api/graphql</c>.</summary>
internal sealed partial class FakeGitHubHost(TimeProvider time) : FakeGitHost(time)
{
    private int _issued;

    public override string Kind => "GitHub";

    public const long Installation = 23;

    /// <summary>The key of App 17; null: it has none.</summary>
    public RSA? AppKey { get; set; }

    /// <summary>The last GraphQL query.</summary>
    public string? LastQuery { get; private set; }

    /// <summary>Turns the JSON of a commit as GraphQL tells it into another one.</summary>
    public Func<string, JsonObject, JsonNode?>? Bend { get; set; }

    protected override async Task AnswerAsync(HttpContext context, string rawTarget)
    {
        if (rawTarget == "/api/graphql")
        {
            await AnswerQueryAsync(context);
            return;
        }

        if (rawTarget == "/api/v3/rate_limit")
        {
            await JsonAsync(context, 200, new JsonObject { ["rate"] = new JsonObject { ["limit"] = 60, ["remaining"] = 59 } });
            return;
        }

        if (rawTarget.StartsWith("/api/v3/app/installations/", StringComparison.Ordinal))
        {
            await IssueAsync(context, rawTarget);
            return;
        }

        if (ListPath().Match(rawTarget) is { Success: true } list && Repositories.TryGetValue($"{list.Groups["owner"].Value}/{list.Groups["name"].Value}", out var listed))
        {
            await JsonAsync(context, 200, list.Groups["sha"].Success ? Compare(listed, list.Groups["sha"].Value) : new JsonArray([.. listed.Branch.Select(Rest)]));
            return;
        }

        if (await AnswerTagAsync(context, rawTarget) || await AnswerHoldingAsync(context, rawTarget))
            return;

        var match = CommitPath().Match(rawTarget);
        if (!match.Success || !Repositories.TryGetValue($"{match.Groups["owner"].Value}/{match.Groups["name"].Value}", out var repository))
            await RefuseAsync(context, 404, "Not Found");
        else if (repository.IsEmpty)
            await RefuseAsync(context, 409, "Git Repository is empty.");
        else if (repository.Resolve(match.Groups["sha"].Value) is not { Commit: { } commit, Ambiguous: var ambiguous })
            await RefuseAsync(context, 422, repository.Resolve(match.Groups["sha"].Value).Ambiguous ? "The SHA is ambiguous" : "No commit found for SHA");
        else if (match.Groups["pulls"].Success)
            await JsonAsync(context, 200, new JsonArray([.. commit.Requests.Select(request => Rest(repository, request))]));
        else
            await JsonAsync(context, 200, Rest(commit));
    }

    /// <summary>Issues tokens for an hour to whoever signs with the key; each ends the one before.</summary>
    private Task IssueAsync(HttpContext context, string rawTarget)
    {
        if (AppKey is not { } key || !IsSigned(context.Request.Headers.Authorization.ToString(), key))
            return RefuseAsync(context, 401, "A JSON web token could not be decoded");
        if (rawTarget != $"/api/v3/app/installations/{Installation}/access_tokens")
            return RefuseAsync(context, 404, "Not Found");
        RequiredToken = $"ghs_CANARY{++_issued}";
        return JsonAsync(context, 201, new JsonObject { ["token"] = RequiredToken, ["expires_at"] = Time.GetUtcNow().AddHours(1).ToString("O") });
    }

    private bool IsSigned(string authorization, RSA key)
    {
        var parts = authorization["Bearer ".Length..].Split('.');
        if (parts.Length != 3 || !key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            return false;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        return (string?)claims["iss"] == "17" && (long)claims["iat"]! < now && (long)claims["exp"]! > now && (long)claims["exp"]! <= now + 600;
    }

    private async Task AnswerQueryAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var query = LastQuery = JsonNode.Parse(await reader.ReadToEndAsync())!["query"]!.GetValue<string>();
        if (query == "query{viewer{login}}")
        {
            await JsonAsync(context, 200, new JsonObject { ["data"] = new JsonObject { ["viewer"] = new JsonObject { ["login"] = "traceboard" } } });
            return;
        }

        if (query.Contains("){defaultBranchRef{", StringComparison.Ordinal))
        {
            await JsonAsync(context, 200, new JsonObject { ["data"] = new JsonObject(AskedBranch().Matches(query).Select(asked => KeyValuePair.Create(asked.Groups["alias"].Value, (JsonNode?)Branch(asked)))) });
            return;
        }

        if (query.Contains("fragment H on Repository", StringComparison.Ordinal))
        {
            await JsonAsync(context, 200, new JsonObject { ["data"] = Holding(query) });
            return;
        }

        if (query.Contains(":ref(", StringComparison.Ordinal))
        {
            await JsonAsync(context, 200, new JsonObject { ["data"] = Tagged(query) });
            return;
        }

        var data = new JsonObject();
        var errors = new JsonArray();
        foreach (Match asked in AskedRepository().Matches(query))
        {
            var alias = asked.Groups["alias"].Value;
            if (!Repositories.TryGetValue($"{asked.Groups["owner"].Value}/{asked.Groups["name"].Value}", out var repository))
            {
                data[alias] = null;
                errors.Add(new JsonObject { ["type"] = "NOT_FOUND", ["path"] = new JsonArray(alias), ["message"] = "Could not resolve to a Repository" });
                continue;
            }

            var objects = new JsonObject { ["n"] = Number(repository) };
            foreach (Match one in AskedObject().Matches(asked.Groups["objects"].Value))
            {
                var sha = one.Groups["sha"].Value;
                objects[one.Groups["alias"].Value] = repository.Resolve(sha).Commit is not { } commit ? null
                    : Bend is { } bend ? bend(sha, Graph(repository, commit)) : Graph(repository, commit);
            }

            data[alias] = objects;
        }

        var reply = new JsonObject { ["data"] = data };
        if (errors.Count > 0)
            reply["errors"] = errors;
        await JsonAsync(context, 200, reply);
    }

    private JsonObject? Branch(Match asked)
    {
        if (!Repositories.TryGetValue($"{asked.Groups["owner"].Value}/{asked.Groups["name"].Value}", out var repository))
            return null;
        var branch = new JsonObject();
        if (asked.Groups["history"].Success)
            branch["target"] = new JsonObject { ["history"] = new JsonObject { ["nodes"] = new JsonArray([.. repository.Branch.Select(commit => new JsonObject { ["oid"] = commit.Sha })]) } };
        foreach (Match compare in AskedCompare().Matches(asked.Groups["compares"].Value))
            branch[compare.Groups["alias"].Value] = Compare(repository, compare.Groups["sha"].Value);
        return new JsonObject { ["defaultBranchRef"] = branch };
    }

    private static JsonObject? Compare(FakeGitHostRepository repository, string sha) =>
        repository.Resolve(sha).Commit is { } commit ? new JsonObject { ["status"] = commit.IsOffBranch ? "DIVERGED" : "BEHIND" } : null;

    private static JsonObject Rest(FakeGitHostCommit commit) => new()
    {
        ["sha"] = commit.Sha,
        ["commit"] = new JsonObject
        {
            ["message"] = commit.Message,
            ["author"] = new JsonObject { ["name"] = commit.AuthorName, ["email"] = "a@b", ["date"] = commit.AuthoredAt },
            ["committer"] = new JsonObject { ["name"] = "GitHub", ["date"] = commit.CommittedAt },
        },
        ["author"] = User(commit.AuthorLogin),
        ["html_url"] = "https://evil.example/",
        ["files"] = new JsonArray(),
    };

    private JsonObject Rest(FakeGitHostRepository repository, FakeGitHostMerge request) => new()
    {
        ["number"] = request.Number,
        ["title"] = request.Title,
        ["state"] = request.State == "open" ? "open" : "closed",
        ["html_url"] = request.Url ?? $"{Url}/acme/shop/pull/{request.Number}",
        ["merged_at"] = request.State == "merged" ? request.MergedAt : null,
        ["merge_commit_sha"] = request.MergeSha ?? request.SquashSha,
        ["user"] = User(request.AuthorLogin),
        ["head"] = new JsonObject { ["sha"] = request.Head, ["repo"] = new JsonObject { ["id"] = request.IsFromFork || request.IntoFork ? -1 : repository.Number } },
        ["base"] = new JsonObject
        {
            ["repo"] = request.IntoFork
                ? new JsonObject { ["id"] = -1, ["full_name"] = "mallory/fork" }
                : new JsonObject { ["id"] = repository.Number, ["full_name"] = Repositories.First(one => one.Value == repository).Key },
        },
    };

    private JsonObject Graph(FakeGitHostRepository repository, FakeGitHostCommit commit) => new()
    {
        ["__typename"] = "Commit",
        ["oid"] = commit.Sha,
        ["message"] = commit.Message,
        ["authoredDate"] = commit.AuthoredAt,
        ["committedDate"] = commit.CommittedAt,
        ["author"] = new JsonObject { ["name"] = commit.AuthorName, ["user"] = User(commit.AuthorLogin) },
        ["associatedPullRequests"] = new JsonObject { ["nodes"] = new JsonArray([.. commit.Requests.Select(request => Graph(repository, request))]) },
    };

    private JsonObject Graph(FakeGitHostRepository repository, FakeGitHostMerge request) => new()
    {
        ["number"] = request.Number,
        ["title"] = request.Title,
        ["url"] = request.Url ?? $"{Url}/acme/shop/pull/{request.Number}",
        ["state"] = request.State.ToUpperInvariant(),
        ["mergedAt"] = request.State == "merged" ? request.MergedAt : null,
        ["mergeCommit"] = (request.MergeSha ?? request.SquashSha) is { } sha && request.State == "merged" ? new JsonObject { ["oid"] = sha } : null,
        ["headRefOid"] = request.Head,
        ["headRepository"] = request.IsFromFork ? null : new JsonObject { ["databaseId"] = request.IntoFork ? -1 : repository.Number },
        ["baseRepository"] = new JsonObject { ["databaseId"] = request.IntoFork ? -1 : repository.Number },
        ["potentialMergeCommit"] = request is { State: "open", TrialSha: { } trial } ? new JsonObject { ["oid"] = trial } : null,
        ["author"] = User(request.AuthorLogin),
        ["mergedBy"] = request.State == "merged" ? User(request.MergerLogin) : null,
    };

    private static JsonObject Number(FakeGitHostRepository repository) => new() { ["repository"] = new JsonObject { ["databaseId"] = repository.Number } };

    private static JsonObject? User(string? login) => login is null ? null : new JsonObject { ["login"] = login };

    [GeneratedRegex(@"\A/api/v3/repos/(?<owner>[^/]+)/(?<name>[^/]+)/commits/(?<sha>[^/?]+)(?<pulls>/pulls)?(\?.*)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CommitPath();

    [GeneratedRegex(@"\A/api/v3/repos/(?<owner>[^/]+)/(?<name>[^/]+)/(commits\?per_page=100|compare/HEAD\.\.\.(?<sha>[0-9a-f]+)\?per_page=1)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ListPath();

    [GeneratedRegex("""(?<alias>r\d+):repository\(owner:"(?<owner>[^"]+)",name:"(?<name>[^"]+)"\)\{defaultBranchRef\{(?<history>target\{[^}]*\}\}\}\} )?(?<compares>(c\d+:compare\(headRef:"[0-9a-f]+"\)\{status\} )*)\}( head:ref\(qualifiedName:"HEAD"\)\{(c\d+:compare\(headRef:"[0-9a-f]+"\)\{status\} )*\})?\}""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedBranch();

    [GeneratedRegex("""(?<alias>c\d+):compare\(headRef:"(?<sha>[0-9a-f]+)"\)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedCompare();

    [GeneratedRegex("""(?<alias>r\d+):repository\(owner:"(?<owner>[^"]+)",name:"(?<name>[^"]+)"\)\{n:defaultBranchRef\{repository\{databaseId\}\} (?<objects>(c\d+:object\((oid|expression):"[0-9a-f]+"\)\{\.\.\.C\} )+)\}""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedRepository();

    [GeneratedRegex("""(?<alias>c\d+):object\((oid|expression):"(?<sha>[0-9a-f]+)"\)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedObject();
}
