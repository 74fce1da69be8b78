using System.Globalization;
using System.Text.RegularExpressions;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitLab;

/// <summary>GitLab's shapes turned into ours, once, for one host.</summary>
internal sealed partial class GitLabMapping(GitHostAddress address)
{
    /// <summary>
    /// The commit. One that only forks' requests have, and no pipeline of a branch or Git tag, is none of the project's:
    /// GitLab shows it because it keeps the heads of requests.
    /// </summary>
    public CommitAnswer Answer(string path, CommitSha sha, CommitShape shape, IReadOnlyList<MergeRequestShape>? told)
    {
        var related = told is null ? null : MergeRequestChoice.Into(shape.ProjectId, told.Select(one => Related(path, one)));
        var (status, request) = related is null ? (MergeRequestStatus.Unknown, null) : MergeRequestChoice.For(sha, related);
        if (told is { Count: > 0 } && MergeRequestChoice.Proof(related!) == CommitProof.Unproven && !RanForBranch(shape))
            return StrayCommit.Answer("no request and no pipeline of the project's own has it", request ?? (related is [var first, ..] ? first.Request : null));
        if (status == MergeRequestStatus.None && SeeMergeRequest().IsMatch(shape.Message ?? ""))
        {
            // GitLab forgets some requests that were fast-forwarded. Its own note says there was one: never "pushed directly".
            status = MergeRequestStatus.Unknown;
        }

        var committedAt = Time(shape.CommittedDate) ?? Time(shape.AuthoredDate) ?? DateTimeOffset.UnixEpoch;
        return new CommitAnswer.Found(new Commit
        {
            Revision = new Revision(new Repository(address.Name, path), sha),
            RepositoryId = shape.ProjectId,
            Title = PlainLine.Title(shape.Title ?? shape.Message),
            Author = new Person(PlainLine.Name(shape.AuthorName) ?? "unknown"),
            AuthoredAt = Time(shape.AuthoredDate) ?? committedAt,
            CommittedAt = committedAt,
            Url = address.Page(path, $"-/commit/{sha}"),
            MergeRequestStatus = status,
            MergeRequest = request,
        });
    }

    /// <summary>The number of the request that a commit was built for, where it is a trial merge that belongs to no request's branch.</summary>
    public static int? TrialOf(CommitShape shape) =>
        TrialMerge.IsTitle(PlainLine.Title(shape.Title ?? shape.Message)) && TrialRef().Match(shape.LastPipeline?.Ref ?? "") is { Success: true } match
            ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)
            : null;

    private static bool RanForBranch(CommitShape shape) =>
        shape.LastPipeline?.Ref is { Length: > 0 } name && !name.StartsWith("refs/", StringComparison.Ordinal);

    private RelatedRequest Related(string path, MergeRequestShape shape) => new(
        new MergeRequest
        {
            Number = shape.Iid,
            Title = PlainLine.Title(shape.Title),
            Author = Person(shape.Author),
            MergedBy = Person(shape.MergeUser ?? shape.MergedBy),
            MergedAt = Time(shape.MergedAt),
            Url = address.PageOr(shape.WebUrl, address.Page(path, $"-/merge_requests/{shape.Iid.ToString(CultureInfo.InvariantCulture)}")),
        },
        shape.State switch
        {
            "merged" => RequestState.Merged,
            "opened" or "locked" => RequestState.Open,
            _ => RequestState.Closed,
        },
        [shape.MergeCommitSha, shape.SquashCommitSha],
        shape.Sha)
    {
        // A fork that was deleted has no number any more.
        IsFromFork = shape.TargetProjectId is { } into && shape.SourceProjectId != into,
        Into = shape.TargetProjectId,
    };

    private static Person? Person(UserShape? user) =>
        PlainLine.Name(user?.Username) is { } account ? new Person(PlainLine.Name(user?.Name) ?? account, account) : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    [GeneratedRegex(@"\Arefs/merge-requests/(?<number>[0-9]{1,9})/(merge|train)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TrialRef();

    [GeneratedRegex(@"^See merge request \S+!\d+\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex SeeMergeRequest();
}
