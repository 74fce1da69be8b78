using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Traceboard.Simulation.GitHosts;

/// <summary>GitLab's REST answers.</summary>
internal sealed class GitLabRest(Func<string, GitRepository?> find, Func<Uri> address)
{
    private readonly GitLabShapes _shapes = new(address);

    public HostAnswer Answer(HttpContext context)
    {
        // The path as it was sent: a project's path is one segment with %2F in it, which must not be decoded first.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var parts = target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        if (!HttpMethods.IsGet(context.Request.Method) || parts is not ["api", "v4", .. var rest])
            return HostAnswer.Message(404, "404 Not Found");
        return rest switch
        {
            ["version"] => HostAnswer.Ok(new JsonObject { ["version"] = "18.4.0", ["revision"] = "abcdef0" }),
            ["user"] => HostAnswer.Ok(GitLabShapes.User(new GitPerson("Traceboard", "traceboard"), "")),
            ["personal_access_tokens", "self"] => HostAnswer.Ok(new JsonObject { ["name"] = "traceboard", ["scopes"] = new JsonArray("read_api"), ["active"] = true }),
            ["projects", var key, .. var within] when find(key) is { Access: GitAccess.Readable } repository => Within(repository, within, context.Request.Query),
            ["projects", var key, ..] when find(key) is not null => HostAnswer.Message(403, "403 Forbidden"),
            ["projects", ..] => HostAnswer.Message(404, "404 Project Not Found"),
            _ => HostAnswer.Message(404, "404 Not Found"),
        };
    }

    private HostAnswer Within(GitRepository repository, string[] path, IQueryCollection query) => path switch
    {
        [] => HostAnswer.Ok(_shapes.Project(repository)),
        ["repository", "commits"] => Log(repository, query),
        ["repository", "commits", var sha, "merge_requests"] => OfCommit(repository, sha, commit =>
            Page(repository, repository.RequestsOf(commit.Sha), query, request => _shapes.MergeRequest(repository, request))),
        ["repository", "commits", var sha, "refs"] => OfCommit(repository, sha, commit => HostAnswer.Ok(Refs(repository, commit))),
        ["repository", "commits", var sha] => OfCommit(repository, sha, commit => HostAnswer.Ok(_shapes.Commit(repository, commit))),
        ["repository", "compare"] => Compare(repository, query),
        ["repository", "merge_base"] => MergeBase(repository, query),
        ["repository", "tags", var tag] => repository.Tags.TryGetValue(tag, out var tagged)
            ? HostAnswer.Ok(new JsonObject { ["name"] = tag, ["target"] = tagged, ["commit"] = _shapes.Commit(repository, repository.Find(tagged)!) })
            : HostAnswer.Message(404, "404 Tag Not Found"),
        ["merge_requests", var number] => OfRequest(repository, number, request => HostAnswer.Ok(_shapes.MergeRequest(repository, request))),
        ["merge_requests", var number, "commits"] => OfRequest(repository, number, request =>
            Page(repository, [.. request.BranchCommits.Reverse().Select(sha => repository.Find(sha)!)], query, commit => _shapes.Commit(repository, commit))),
        _ => HostAnswer.Message(404, "404 Not Found"),
    };

    private static HostAnswer OfCommit(GitRepository repository, string reference, Func<GitCommit, HostAnswer> answer) =>
        repository.Resolve(reference).Commit is { } commit ? answer(commit) : HostAnswer.Message(404, "404 Commit Not Found");

    private static HostAnswer OfRequest(GitRepository repository, string number, Func<GitRequest, HostAnswer> answer) =>
        int.TryParse(number, CultureInfo.InvariantCulture, out var asked) && repository.FindRequest(asked) is { } request ? answer(request) : HostAnswer.Message(404, "404 Not found");

    private HostAnswer Log(GitRepository repository, IQueryCollection query)
    {
        var name = query["ref_name"].ToString() is { Length: > 0 } asked ? asked : GitRepository.DefaultBranch;
        if (name.Split("..", 2) is [var from, var to])
        {
            return repository.Resolve(from).Commit is { } left && repository.Resolve(to.TrimStart('.')).Commit is { } right
                ? Page(repository, repository.Between(left.Sha, right.Sha), query, commit => _shapes.Commit(repository, commit))
                : HostAnswer.Message(404, "404 Not Found");
        }

        return OfCommit(repository, name, head => Page(repository, repository.Log(head.Sha), query, commit => _shapes.Commit(repository, commit)));
    }

    private HostAnswer Compare(GitRepository repository, IQueryCollection query)
    {
        if (repository.Resolve(query["from"].ToString()).Commit is not { } left || repository.Resolve(query["to"].ToString()).Commit is not { } right)
            return HostAnswer.Message(404, "404 Ref Not Found");
        var commits = repository.Between(left.Sha, right.Sha).Reverse().ToList();
        return HostAnswer.Ok(new JsonObject
        {
            ["commit"] = commits.Count > 0 ? _shapes.Commit(repository, commits[^1]) : null,
            ["commits"] = new JsonArray([.. commits.Select(commit => (JsonNode)_shapes.Commit(repository, commit))]),
            ["diffs"] = new JsonArray(),
            ["compare_timeout"] = false,
            ["compare_same_ref"] = left.Sha == right.Sha,
            ["web_url"] = $"{_shapes.Web(repository)}/-/compare/{left.Sha}...{right.Sha}",
        });
    }

    private HostAnswer MergeBase(GitRepository repository, IQueryCollection query)
    {
        var commits = query["refs[]"].Select(reference => repository.Resolve(reference ?? "").Commit).ToList();
        if (commits.Count != 2 || commits[0] is not { } one || commits[1] is not { } other)
            return HostAnswer.Message(400, "Could not find ref");
        return repository.MergeBase(one.Sha, other.Sha) is { } common ? HostAnswer.Ok(_shapes.Commit(repository, common)) : HostAnswer.Message(404, "404 Merge Base Not Found");
    }

    private static JsonArray Refs(GitRepository repository, GitCommit commit)
    {
        var branches = repository.Branches.Select(one => (Type: "branch", one.Key, one.Value));
        var tags = repository.Tags.Select(one => (Type: "tag", one.Key, one.Value));
        return new JsonArray([.. branches.Concat(tags)
            .Where(reference => repository.Ancestors(reference.Value).Contains(commit.Sha))
            .Select(reference => (JsonNode)new JsonObject { ["type"] = reference.Type, ["name"] = reference.Key })]);
    }

    private HostAnswer Page<T>(GitRepository repository, IReadOnlyList<T> all, IQueryCollection query, Func<T, JsonNode> write)
    {
        var number = int.TryParse(query["page"], CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1;
        var size = int.TryParse(query["per_page"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? Math.Min(asked, 100) : 20;
        return HostAnswer.Page(all, new HostPage(number, size), write, _shapes.Api(repository));
    }
}
