using System.Globalization;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts;

/// <summary>Writes objects as GitHub's REST API does.</summary>
internal sealed class GitHubShapes(Func<Uri> address)
{
    public string Web(GitRepository repository) => $"{Origin}/{repository.Path}";

    public string Api(GitRepository repository) => $"{Origin}/api/v3/repos/{repository.Path}";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public JsonObject Repository(GitRepository repository) => new()
    {
        ["id"] = repository.Id,
        ["node_id"] = $"R_{repository.Id}",
        ["name"] = repository.Name,
        ["full_name"] = repository.Path,
        ["private"] = true,
        ["owner"] = User(new GitPerson(repository.Owner, repository.Owner)),
        ["html_url"] = Web(repository),
        ["url"] = Api(repository),
        ["fork"] = false,
        ["default_branch"] = GitRepository.DefaultBranch,
        ["archived"] = false,
        ["disabled"] = false,
        ["visibility"] = "private",
    };

    public JsonObject Commit(GitRepository repository, GitCommit commit) => new()
    {
        ["sha"] = commit.Sha,
        ["node_id"] = "C_" + commit.Sha,
        ["commit"] = new JsonObject
        {
            ["author"] = Signature(commit.Author, commit.AuthoredAt),
            ["committer"] = Signature(commit.Committer, commit.CommittedAt),
            ["message"] = commit.Message,
            ["tree"] = new JsonObject { ["sha"] = Seeded.Sha("tree/" + commit.Sha), ["url"] = $"{Api(repository)}/git/trees/{Seeded.Sha("tree/" + commit.Sha)}" },
            ["url"] = $"{Api(repository)}/git/commits/{commit.Sha}",
            ["comment_count"] = 0,
            ["verification"] = new JsonObject { ["verified"] = false, ["reason"] = "unsigned", ["signature"] = null, ["payload"] = null },
        },
        ["url"] = $"{Api(repository)}/commits/{commit.Sha}",
        ["html_url"] = $"{Web(repository)}/commit/{commit.Sha}",
        ["comments_url"] = $"{Api(repository)}/commits/{commit.Sha}/comments",
        ["author"] = User(commit.Author),
        ["committer"] = User(commit.Committer),
        ["parents"] = new JsonArray([.. commit.Parents.Select(parent => (JsonNode)new JsonObject
        {
            ["sha"] = parent,
            ["url"] = $"{Api(repository)}/commits/{parent}",
            ["html_url"] = $"{Web(repository)}/commit/{parent}",
        })]),
    };

    public JsonObject Pull(GitRepository repository, GitRequest pull) => new()
    {
        ["id"] = (repository.Id * 10_000L) + pull.Number,
        ["node_id"] = $"PR_{repository.Id}_{pull.Number}",
        ["number"] = pull.Number,
        ["state"] = pull.MergedAt is null ? "open" : "closed",
        ["locked"] = false,
        ["title"] = pull.Title,
        ["user"] = User(pull.Author),
        ["body"] = null,
        ["created_at"] = Time(pull.CreatedAt),
        ["updated_at"] = Time(pull.MergedAt ?? pull.CreatedAt),
        ["closed_at"] = pull.MergedAt is { } closed ? Time(closed) : null,
        ["merged_at"] = pull.MergedAt is { } merged ? Time(merged) : null,
        ["merge_commit_sha"] = pull.MergeSha ?? Seeded.Sha("test-merge/" + pull.HeadSha),
        ["draft"] = false,
        ["labels"] = new JsonArray(),
        ["assignees"] = new JsonArray(),
        ["requested_reviewers"] = new JsonArray(),
        ["url"] = $"{Api(repository)}/pulls/{pull.Number}",
        ["html_url"] = $"{Web(repository)}/pull/{pull.Number}",
        ["head"] = End(repository, pull.SourceBranch, pull.HeadSha),
        ["base"] = End(repository, GitRepository.DefaultBranch, repository.Find(pull.BranchCommits[0])?.Parents is [var parent, ..] ? parent : pull.HeadSha),
        ["author_association"] = "MEMBER",
    };

    public JsonObject SinglePull(GitRepository repository, GitRequest pull)
    {
        var node = Pull(repository, pull);
        node["merged"] = pull.MergedAt is not null;
        node["merged_by"] = pull.MergedBy is null ? null : User(pull.MergedBy);
        node["commits"] = pull.BranchCommits.Count;
        node["mergeable"] = null;
        node["mergeable_state"] = "unknown";
        return node;
    }

    public JsonObject User(GitPerson person) => new()
    {
        ["login"] = person.Login,
        ["id"] = Number(person.Login),
        ["node_id"] = "U_" + person.Login,
        ["avatar_url"] = $"{Origin}/avatars/{person.Login}",
        ["url"] = $"{Origin}/api/v3/users/{person.Login}",
        ["html_url"] = $"{Origin}/{person.Login}",
        ["type"] = person.IsBot ? "Bot" : "User",
        ["site_admin"] = false,
    };

    private static JsonObject Signature(GitPerson person, DateTimeOffset at) =>
        new() { ["name"] = person.Name, ["email"] = person.Email, ["date"] = Time(at) };

    private static int Number(string text) => Convert.ToInt32(Seeded.Hex(text, 7), 16);

    private JsonObject End(GitRepository repository, string branch, string sha) =>
        new() { ["label"] = $"{repository.Owner}:{branch}", ["ref"] = branch, ["sha"] = sha, ["repo"] = Repository(repository) };

    private string Origin => address().GetLeftPart(UriPartial.Authority);
}
