using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.GitHosts;

/// <summary>GitHub's REST answers.</summary>
internal sealed class GitHubRest(Func<string, GitRepository?> find, Func<Uri> address)
{
    private readonly GitHubShapes _shapes = new(address);

    public HostAnswer Answer(HttpRequest request)
    {
        var parts = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!HttpMethods.IsGet(request.Method) || parts is not ["api", "v3", .. var rest])
            return HostAnswer.Message(404, "Not Found");
        if (rest is ["user"])
            return HostAnswer.Ok(_shapes.User(new GitPerson("Traceboard", "traceboard")));
        if (rest is not ["repos", var owner, var name, .. var within] || find($"{owner}/{name}") is not { } repository)
            return HostAnswer.Message(404, "Not Found");
        return repository.Access == GitAccess.Forbidden
            ? HostAnswer.Message(403, "Resource not accessible by personal access token")
            : Within(repository, within, request.Query);
    }

    private HostAnswer Within(GitRepository repository, string[] path, IQueryCollection query) => path switch
    {
        [] => HostAnswer.Ok(_shapes.Repository(repository)),
        ["commits"] => Log(repository, query),
        ["commits", .. var reference, "pulls"] => OfCommit(repository, reference, commit =>
            HostAnswer.Page(repository.RequestsOf(commit.Sha), PageOf(query), pull => _shapes.Pull(repository, pull), $"{_shapes.Api(repository)}/commits/{commit.Sha}/pulls")),
        ["commits", .. var reference, "branches-where-head"] => OfCommit(repository, reference, commit => HostAnswer.Ok(new JsonArray(
            [.. repository.Branches.Where(branch => branch.Value == commit.Sha).Select(branch => (JsonNode)new JsonObject { ["name"] = branch.Key })]))),
        ["commits", .. var reference] => OfCommit(repository, reference, commit => HostAnswer.Ok(_shapes.Commit(repository, commit))),
        ["pulls", var number] => int.TryParse(number, CultureInfo.InvariantCulture, out var asked) && repository.FindRequest(asked) is { } pull
            ? HostAnswer.Ok(_shapes.SinglePull(repository, pull))
            : HostAnswer.Message(404, "Not Found"),
        ["compare", .. var range] => Compare(repository, string.Join('/', range), query),
        ["git", "ref", "tags", .. var tag] => repository.Tags.TryGetValue(string.Join('/', tag), out var sha)
            ? HostAnswer.Ok(new JsonObject { ["ref"] = "refs/tags/" + string.Join('/', tag), ["object"] = new JsonObject { ["type"] = "commit", ["sha"] = sha } })
            : HostAnswer.Message(404, "Not Found"),
        _ => HostAnswer.Message(404, "Not Found"),
    };

    private static HostAnswer OfCommit(GitRepository repository, string[] reference, Func<GitCommit, HostAnswer> answer)
    {
        var asked = string.Join('/', reference);
        return repository.Resolve(asked).Commit is { } commit ? answer(commit) : HostAnswer.Message(422, $"No commit found for SHA: {asked}");
    }

    private HostAnswer Log(GitRepository repository, IQueryCollection query)
    {
        var from = query["sha"].ToString() is { Length: > 0 } asked ? asked : GitRepository.DefaultBranch;
        return repository.Resolve(from).Commit is { } commit
            ? HostAnswer.Page(repository.Log(commit.Sha), PageOf(query), one => _shapes.Commit(repository, one), _shapes.Api(repository) + "/commits")
            : HostAnswer.Message(404, "Not Found");
    }

    private HostAnswer Compare(GitRepository repository, string range, IQueryCollection query)
    {
        if (range.Split("...", 2) is not [var from, var to]
            || repository.Resolve(from).Commit is not { } left
            || repository.Resolve(to).Commit is not { } right
            || repository.MergeBase(left.Sha, right.Sha) is not { } common)
            return HostAnswer.Message(404, "Not Found");
        var (ahead, behind) = (repository.Between(left.Sha, right.Sha), repository.Between(right.Sha, left.Sha).Count);
        var page = query.ContainsKey("page") || query.ContainsKey("per_page") ? PageOf(query) : new HostPage(1, 250);
        var commits = ahead.Reverse().ToList();
        var part = HostAnswer.Page(commits, page, commit => _shapes.Commit(repository, commit), $"{_shapes.Api(repository)}/compare/{range}");
        return part with
        {
            Body = new JsonObject
            {
                ["base_commit"] = _shapes.Commit(repository, left),
                ["merge_base_commit"] = _shapes.Commit(repository, common),
                ["status"] = (ahead.Count, behind) switch { (0, 0) => "identical", (_, 0) => "ahead", (0, _) => "behind", _ => "diverged" },
                ["ahead_by"] = ahead.Count,
                ["behind_by"] = behind,
                ["total_commits"] = ahead.Count,
                ["commits"] = part.Body,
                ["files"] = new JsonArray(),
            },
        };
    }

    private static HostPage PageOf(IQueryCollection query) =>
        new(Number(query["page"], 1, int.MaxValue), Number(query["per_page"], 30, 100));

    private static int Number(string? text, int otherwise, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? Math.Min(number, most) : otherwise;
}
