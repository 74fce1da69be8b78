using System.Text.Json.Serialization;

namespace Traceboard.Sources.GitHub;

// GitHub's shapes of references and annotated tags, only the members that are read. Everything may be absent.

internal sealed record RestGitRef(string? Ref, RestGitObject? Object);

internal sealed record RestGitTag(RestGitObject? Object);

internal sealed record RestGitObject(string? Type, string? Sha);

internal sealed record GraphTagReply(Dictionary<string, Dictionary<string, GraphRef?>?>? Data, List<GraphError>? Errors);

internal sealed record GraphRef(string? Name, GraphTarget? Target, GraphRepositoryId? Repository = null)
{
    /// <summary>The commit that it leads to, or null where there is none.</summary>
    public GraphCommit? Peel() => Target?.Peel() is { } commit ? commit with { Repository = Repository } : null;
}

/// <summary>What a reference or an annotated tag leads to: a commit, or an annotated tag with a target of its own.</summary>
internal sealed record GraphTarget(
    [property: JsonPropertyName("__typename")] string? TypeName,
    string? Oid,
    string? Message,
    string? MessageHeadline,
    string? AuthoredDate,
    string? CommittedDate,
    GraphSignature? Author,
    GraphPulls? AssociatedPullRequests,
    GraphTarget? Target)
{
    /// <summary>The commit behind any number of annotated tags that was asked for, or null where there is none.</summary>
    public GraphCommit? Peel() => TypeName switch
    {
        "Commit" => new GraphCommit(TypeName, Oid, Message, MessageHeadline, AuthoredDate, CommittedDate, Author, AssociatedPullRequests),
        "Tag" => Target?.Peel(),
        _ => null,
    };
}
