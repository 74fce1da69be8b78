using System.Globalization;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts;

/// <summary>Writes objects as GitLab's REST API does.</summary>
internal sealed class GitLabShapes(Func<Uri> address)
{
    public string Web(GitRepository repository) => $"{Origin}/{repository.Path}";

    public string Api(GitRepository repository) => $"{Origin}/api/v4/projects/{repository.Id}";

    public JsonObject Project(GitRepository repository) => new()
    {
        ["id"] = repository.Id,
        ["name"] = repository.Name,
        ["name_with_namespace"] = repository.Path.Replace("/", " / ", StringComparison.Ordinal),
        ["path"] = repository.Name,
        ["path_with_namespace"] = repository.Path,
        ["default_branch"] = GitRepository.DefaultBranch,
        ["web_url"] = Web(repository),
        ["visibility"] = "private",
        ["namespace"] = new JsonObject { ["name"] = repository.Owner, ["kind"] = "group", ["full_path"] = repository.Owner },
    };

    public JsonObject Commit(GitRepository repository, GitCommit commit) => new()
    {
        ["id"] = commit.Sha,
        ["short_id"] = commit.Sha[..8],
        ["created_at"] = Time(commit.CommittedAt),
        ["parent_ids"] = new JsonArray([.. commit.Parents.Select(parent => (JsonNode)parent)]),
        ["title"] = commit.Title,
        ["message"] = commit.Message,
        ["author_name"] = commit.Author.Name,
        ["author_email"] = commit.Author.Email,
        ["authored_date"] = Time(commit.AuthoredAt),
        ["committer_name"] = commit.Committer.Name,
        ["committer_email"] = commit.Committer.Email,
        ["committed_date"] = Time(commit.CommittedAt),
        ["trailers"] = new JsonObject(),
        ["web_url"] = $"{Web(repository)}/-/commit/{commit.Sha}",
        ["project_id"] = repository.Id,
    };

    public JsonObject MergeRequest(GitRepository repository, GitRequest request)
    {
        var merger = request.MergedBy is null ? null : User(request.MergedBy, Origin);
        return new JsonObject
        {
            ["id"] = (repository.Id * 10_000L) + request.Number,
            ["iid"] = request.Number,
            ["project_id"] = repository.Id,
            ["title"] = request.Title,
            ["description"] = "",
            ["state"] = request.MergedAt is null ? "opened" : "merged",
            ["created_at"] = Time(request.CreatedAt),
            ["updated_at"] = Time(request.MergedAt ?? request.CreatedAt),
            ["merged_by"] = merger?.DeepClone(),
            ["merge_user"] = merger,
            ["merged_at"] = request.MergedAt is { } at ? Time(at) : null,
            ["closed_by"] = null,
            ["closed_at"] = null,
            ["target_branch"] = GitRepository.DefaultBranch,
            ["source_branch"] = request.SourceBranch,
            ["author"] = User(request.Author, Origin),
            ["source_project_id"] = repository.Id,
            ["target_project_id"] = repository.Id,
            ["draft"] = false,
            ["sha"] = request.HeadSha,
            ["merge_commit_sha"] = request.Kind == GitMergeKind.Merge ? request.MergeSha : null,
            ["squash_commit_sha"] = request.Kind == GitMergeKind.Squash ? request.MergeSha : null,
            ["squash"] = request.Kind == GitMergeKind.Squash,
            ["reference"] = $"!{request.Number}",
            ["references"] = new JsonObject { ["short"] = $"!{request.Number}", ["relative"] = $"!{request.Number}", ["full"] = $"{repository.Path}!{request.Number}" },
            ["web_url"] = $"{Web(repository)}/-/merge_requests/{request.Number}",
        };
    }

    public static JsonObject User(GitPerson person, string origin) => new()
    {
        ["id"] = Convert.ToInt32(Seeded.Hex(person.Login, 6), 16),
        ["username"] = person.Login,
        ["name"] = person.Name,
        ["state"] = "active",
        ["bot"] = person.IsBot,
        ["avatar_url"] = null,
        ["web_url"] = $"{origin}/{person.Login}",
    };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Origin => address().GetLeftPart(UriPartial.Authority);
}
