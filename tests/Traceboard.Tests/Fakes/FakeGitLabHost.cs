using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Tests.Fakes;

/// <summary>GitLab's REST API below <c>/api/v4</c>. A project path counts only with its slashes encoded.</summary>
internal sealed partial class FakeGitLabHost(TimeProvider time) : FakeGitHost(time)
{
    public override string Kind => "GitLab";

    protected override Task AnswerAsync(HttpContext context, string rawTarget)
    {
        if (rawTarget == "/api/v4/user")
            return JsonAsync(context, 200, new JsonObject { ["username"] = "traceboard", ["name"] = "Traceboard" });
        if (rawTarget.StartsWith("/api/v4/projects?", StringComparison.Ordinal))
            return JsonAsync(context, 200, new JsonArray());

        if (rawTarget.EndsWith("/repository/commits?all=true&per_page=100", StringComparison.Ordinal) && Repositories.TryGetValue(Uri.UnescapeDataString(rawTarget.Split('/')[4]), out var listed))
            return JsonAsync(context, 200, new JsonArray([.. listed.Branch.Select(Commit)]));

        if (TagPath().Match(rawTarget) is { Success: true } asked && Repositories.TryGetValue(Uri.UnescapeDataString(asked.Groups["project"].Value), out var tagged))
        {
            var name = asked.Groups["tag"].Value;
            return tagged.Tags.TryGetValue(name, out var leads)
                ? JsonAsync(context, 200, new JsonObject { ["name"] = name, ["target"] = new string('e', 40), ["commit"] = Commit(leads) })
                : RefuseAsync(context, 404, "404 Tag Not Found");
        }

        if (RequestPath().Match(rawTarget) is { Success: true } single && Repositories.TryGetValue(Uri.UnescapeDataString(single.Groups["project"].Value), out var holder))
        {
            return holder.Commits.SelectMany(one => one.Requests).FirstOrDefault(one => one.Number == int.Parse(single.Groups["number"].Value)) is { } request
                ? JsonAsync(context, 200, Request(holder, request))
                : RefuseAsync(context, 404, "404 Not found");
        }

        var match = CommitPath().Match(rawTarget);
        if (!match.Success || !Repositories.TryGetValue(Uri.UnescapeDataString(match.Groups["project"].Value), out var repository))
            return RefuseAsync(context, 404, "404 Project Not Found");
        if (repository.IsEmpty || repository.Resolve(match.Groups["sha"].Value).Commit is not { } commit)
            return RefuseAsync(context, 404, "404 Commit Not Found");
        return match.Groups["requests"].Success
            ? JsonAsync(context, 200, new JsonArray([.. commit.Requests.Select(request => Request(repository, request))]))
            : JsonAsync(context, 200, Detail(repository, commit));
    }

    private static JsonObject Commit(FakeGitHostCommit commit) => new()
    {
        ["id"] = commit.Sha,
        ["title"] = commit.Message.Split('\n')[0],
        ["message"] = commit.Message,
        ["author_name"] = commit.AuthorName,
        ["author_email"] = "a@b",
        ["authored_date"] = commit.AuthoredAt,
        ["committed_date"] = commit.CommittedAt,
        ["web_url"] = "https://evil.example/",
    };

    /// <summary>A single commit, which alone tells its project and its last pipeline.</summary>
    private static JsonObject Detail(FakeGitHostRepository repository, FakeGitHostCommit commit)
    {
        var detail = Commit(commit);
        detail["project_id"] = repository.Number;
        detail["last_pipeline"] = commit.Pipeline is null ? null : new JsonObject { ["id"] = 1, ["ref"] = commit.Pipeline, ["sha"] = commit.Sha };
        return detail;
    }

    private JsonObject Request(FakeGitHostRepository repository, FakeGitHostMerge request) => new()
    {
        ["iid"] = request.Number,
        ["title"] = request.Title,
        ["state"] = request.State == "open" ? "opened" : request.State,
        ["sha"] = request.Head,
        ["source_project_id"] = request.IsFromFork || request.IntoFork ? -1 : repository.Number,
        ["target_project_id"] = request.IntoFork ? -1 : repository.Number,
        ["merge_commit_sha"] = request.MergeSha,
        ["squash_commit_sha"] = request.SquashSha,
        ["merged_at"] = request.State == "merged" ? request.MergedAt : null,
        ["author"] = User(request.AuthorLogin),
        ["merge_user"] = request.State == "merged" ? User(request.MergerLogin) : null,
        ["web_url"] = request.Url ?? $"{Url}/acme/shop/-/merge_requests/{request.Number}",
    };

    private static JsonObject? User(string? login) => login is null ? null : new JsonObject { ["username"] = login, ["name"] = login };

    [GeneratedRegex(@"\A/api/v4/projects/(?<project>[^/?]+)/merge_requests/(?<number>[0-9]+)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RequestPath();

    [GeneratedRegex(@"\A/api/v4/projects/(?<project>[^/?]+)/repository/tags/(?<tag>[^/?]+)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TagPath();

    [GeneratedRegex(@"\A/api/v4/projects/(?<project>[^/?]+)/repository/commits/(?<sha>[^/?]+)(?<requests>/merge_requests)?(\?.*)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CommitPath();
}
