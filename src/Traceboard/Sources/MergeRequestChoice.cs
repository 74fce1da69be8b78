namespace Traceboard.Sources;

/// <summary>A merge request that a Git host ties to a commit, with what tells how.</summary>
/// <param name="Request">The request as people are shown it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Landed">SHAs it has on the branch it went to, most telling first: merge commit, squash commit.</param>
/// <param name="Head">Last commit of its own branch, or null.</param>
internal sealed record RelatedRequest(MergeRequest Request, RequestState State, IReadOnlyList<string?> Landed, string? Head)
{
    /// <summary>Whether its branch lies in another repository than the one it goes to.</summary>
    public bool IsFromFork { get; init; }

    /// <summary>Number of the repository it goes to, or null where not told.</summary>
    public long? Into { get; init; }
}

/// <summary>Where a merge request stands.</summary>
internal enum RequestState
{
    /// <summary>Not merged yet.</summary>
    Open,

    /// <summary>Merged.</summary>
    Merged,

    /// <summary>Closed without a merge.</summary>
    Closed,
}

/// <summary>Chooses which of several merge requests brought a commit.</summary>
internal static class MergeRequestChoice
{
    /// <summary>
    /// A merged one whose merge or squash commit it is; else a merged one whose head it is; else the one merged first;
    /// else one that is still open. What was closed without a merge brought nothing.
    /// </summary>
    public static (MergeRequestStatus Status, MergeRequest? Request) For(CommitSha sha, IReadOnlyList<RelatedRequest> related)
    {
        var merged = related.Where(request => request.State == RequestState.Merged).ToList();
        if (merged.Count > 0)
        {
            var chosen = merged
                .OrderBy(request => Rank(sha, request))
                .ThenBy(request => request.Request.MergedAt ?? DateTimeOffset.MaxValue)
                .ThenBy(request => request.Request.Number)
                .First();
            return (MergeRequestStatus.Merged, chosen.Request);
        }

        var open = related.Where(request => request.State == RequestState.Open)
            .OrderBy(request => request.IsFromFork)
            .ThenBy(request => Is(sha, request.Head) ? 0 : 1)
            .ThenBy(request => request.Request.Number)
            .FirstOrDefault();
        return open is null ? (MergeRequestStatus.None, null) : (MergeRequestStatus.Pending, open.Request);
    }

    /// <summary>The requests that go into this repository. Forks have requests of their own.</summary>
    public static IReadOnlyList<RelatedRequest> Into(long? repository, IEnumerable<RelatedRequest> related) =>
        [.. related.Where(request => request.Into is not { } into || repository is not { } number || into == number)];

    /// <summary>What the requests prove: a merged one was let in, and the branch of one that is no fork's lay in the repository.</summary>
    public static CommitProof Proof(IReadOnlyList<RelatedRequest> related) =>
        related.Any(request => request.State == RequestState.Merged || request is { State: RequestState.Open, IsFromFork: false }) ? CommitProof.Proven
        : related.Any(request => request is { State: RequestState.Closed, IsFromFork: false }) ? CommitProof.HeldOnce
        : CommitProof.Unproven;

    private static int Rank(CommitSha sha, RelatedRequest request)
    {
        for (var place = 0; place < request.Landed.Count; place++)
        {
            if (Is(sha, request.Landed[place]))
                return place;
        }

        return Is(sha, request.Head) ? request.Landed.Count : int.MaxValue;
    }

    private static bool Is(CommitSha sha, string? told) => string.Equals(sha.Value, told, StringComparison.OrdinalIgnoreCase);
}
