using System.Text.Json.Serialization;

namespace Traceboard.Sources.GitHub;

// GitHub's shapes, only the members that are read. Everything may be absent: accounts are deleted, mails match nobody.

internal sealed record RestCommit(string? Sha, RestGitCommit? Commit, RestUser? Author);

internal sealed record RestGitCommit(string? Message, RestSignature? Author, RestSignature? Committer);

internal sealed record RestSignature(string? Name, string? Date);

internal sealed record RestUser(string? Login);

internal sealed record RestPull(
    int Number,
    string? Title,
    string? State,
    [property: JsonPropertyName("html_url")] string? HtmlUrl,
    [property: JsonPropertyName("merged_at")] string? MergedAt,
    [property: JsonPropertyName("merge_commit_sha")] string? MergeCommitSha,
    RestUser? User,
    RestRef? Head,
    RestRef? Base);

/// <summary>An end of a pull request. The repository is null where it was deleted.</summary>
internal sealed record RestRef(string? Sha, RestRepository? Repo);

internal sealed record RestRepository(long? Id, [property: JsonPropertyName("full_name")] string? FullName = null);

internal sealed record RestBranch(string? Name);

internal sealed record RestRateLimit(RestRate? Rate);

internal sealed record RestRate(int? Limit, int? Remaining);

internal sealed record GraphBranchReply(Dictionary<string, GraphBranchRepository?>? Data);

internal sealed record GraphBranchRepository(Dictionary<string, GraphBranchPart?>? DefaultBranchRef, Dictionary<string, GraphBranchPart?>? Head);

/// <summary>A comparison, or the commit at the tip with what came before it.</summary>
internal sealed record GraphBranchPart(string? Status, GraphHistory? History);

internal sealed record GraphHistory(List<GraphOid?>? Nodes);

internal sealed record RestComparison(string? Status);

internal sealed record AppClaims(long Iat, long Exp, string Iss);

internal sealed record AppToken(string? Token, [property: JsonPropertyName("expires_at")] string? ExpiresAt);

internal sealed record GraphCall(string Query);

internal sealed record GraphReply(Dictionary<string, Dictionary<string, GraphCommit?>?>? Data, List<GraphError>? Errors);

internal sealed record GraphViewerReply(GraphViewerData? Data);

internal sealed record GraphViewerData(GraphActor? Viewer);

internal sealed record GraphError(string? Type, string? Message, List<System.Text.Json.JsonElement>? Path)
{
    /// <summary>The alias at a depth of the path, or null.</summary>
    public string? Alias(int depth) =>
        Path?.ElementAtOrDefault(depth) is { ValueKind: System.Text.Json.JsonValueKind.String } alias ? alias.GetString() : null;
}

internal sealed record GraphCommit(
    [property: JsonPropertyName("__typename")] string? TypeName,
    string? Oid,
    string? Message,
    string? MessageHeadline,
    string? AuthoredDate,
    string? CommittedDate,
    GraphSignature? Author,
    GraphPulls? AssociatedPullRequests,
    GraphRepositoryId? Repository = null);

internal sealed record GraphRepositoryId(long? DatabaseId);

internal sealed record GraphSignature(string? Name, GraphActor? User);

internal sealed record GraphActor(string? Login, string? Name);

internal sealed record GraphPulls(List<GraphPull?>? Nodes);

internal sealed record GraphPull(
    int Number,
    string? Title,
    string? Url,
    string? State,
    string? MergedAt,
    GraphOid? MergeCommit,
    string? HeadRefOid,
    GraphActor? Author,
    GraphActor? MergedBy,
    GraphRepositoryId? HeadRepository = null,
    GraphRepositoryId? BaseRepository = null,
    GraphOid? PotentialMergeCommit = null);

internal sealed record GraphOid(string? Oid);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = false, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RestCommit))]
[JsonSerializable(typeof(RestRepository))]
[JsonSerializable(typeof(List<RestBranch>))]
[JsonSerializable(typeof(GraphHoldingReply))]
[JsonSerializable(typeof(List<RestPull>))]
[JsonSerializable(typeof(RestRateLimit))]
[JsonSerializable(typeof(GraphBranchReply))]
[JsonSerializable(typeof(RestComparison))]
[JsonSerializable(typeof(List<RestCommit>))]
[JsonSerializable(typeof(AppClaims))]
[JsonSerializable(typeof(AppToken))]
[JsonSerializable(typeof(GraphCall))]
[JsonSerializable(typeof(GraphReply))]
[JsonSerializable(typeof(GraphViewerReply))]
[JsonSerializable(typeof(RestGitRef))]
[JsonSerializable(typeof(RestGitTag))]
[JsonSerializable(typeof(GraphTagReply))]
internal sealed partial class GitHubJson : JsonSerializerContext;
