using System.Globalization;
using System.Text.RegularExpressions;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitLab;

/// <summary>GitLab's shapes turned into ours, once, for one host.</summary>
internal sealed partial class GitLabMapping(GitHostAddress address)
{
    public Commit Commit(string path, CommitSha sha, CommitShape shape, IReadOnlyList<MergeRequestShape>? related)
    {
        var (status, request) = related is null ? (MergeRequestStatus.Unknown, null) : MergeRequestChoice.For(sha, [.. related.Select(one => Related(path, one))]);
        if (status == MergeRequestStatus.None && SeeMergeRequest().IsMatch(shape.Message ?? ""))
        {
            // GitLab forgets some requests that were fast-forwarded. Its own note says there was one: never "pushed directly".
            status = MergeRequestStatus.Unknown;
        }

        var committedAt = Time(shape.CommittedDate) ?? Time(shape.AuthoredDate) ?? DateTimeOffset.UnixEpoch;
        return new Commit
        {
            Revision = new Revision(new Repository(address.Name, path), sha),
            Title = PlainLine.Title(shape.Title ?? shape.Message),
            Author = new Person(PlainLine.Name(shape.AuthorName) ?? "unknown"),
            AuthoredAt = Time(shape.AuthoredDate) ?? committedAt,
            CommittedAt = committedAt,
            Url = address.Page(path, $"-/commit/{sha}"),
            MergeRequestStatus = status,
            MergeRequest = request,
        };
    }

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
        shape.Sha);

    private static Person? Person(UserShape? user) =>
        PlainLine.Name(user?.Username) is { } account ? new Person(PlainLine.Name(user?.Name) ?? account, account) : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    [GeneratedRegex(@"^See merge request \S+!\d+\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex SeeMergeRequest();
}
