using System.Text.Json.Serialization;

namespace Traceboard.Sources.GitLab;

// GitLab's shapes, only the members that are read. Everything may be absent.

internal sealed record CommitShape(string? Id, string? Title, string? Message, string? AuthorName, string? AuthoredDate, string? CommittedDate)
{
    /// <summary>Number of the project, whatever it is called.</summary>
    public long? ProjectId { get; init; }

    public PipelineShape? LastPipeline { get; init; }
}

/// <summary>The last pipeline of a commit. Those of merge requests run for <c>refs/merge-requests/…</c>.</summary>
internal sealed record PipelineShape(string? Ref);

/// <summary>A Git tag. GitLab peels annotated ones: <c>commit</c> is the commit, whatever <c>target</c> is.</summary>
internal sealed record TagShape(string? Name, CommitShape? Commit);

internal sealed record MergeRequestShape(
    int Iid,
    string? Title,
    string? State,
    string? Sha,
    string? MergeCommitSha,
    string? SquashCommitSha,
    string? MergedAt,
    UserShape? Author,
    UserShape? MergeUser,
    UserShape? MergedBy,
    string? WebUrl)
{
    public long? SourceProjectId { get; init; }

    public long? TargetProjectId { get; init; }
}

internal sealed record UserShape(string? Username, string? Name);

/// <summary>Refusals say why in <c>message</c>, which is text or a list, or in <c>error</c>.</summary>
internal sealed record RefusalShape(System.Text.Json.JsonElement? Message, string? Error)
{
    public string Text => $"{Message?.ToString()} {Error}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CommitShape))]
[JsonSerializable(typeof(List<CommitShape>))]
[JsonSerializable(typeof(TagShape))]
[JsonSerializable(typeof(List<MergeRequestShape>))]
[JsonSerializable(typeof(MergeRequestShape))]
[JsonSerializable(typeof(UserShape))]
[JsonSerializable(typeof(RefusalShape))]
internal sealed partial class GitLabJson : JsonSerializerContext;
