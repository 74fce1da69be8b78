using System.Globalization;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>GitHub's shapes turned into ours, once, for one host.</summary>
internal sealed class GitHubMapping(GitHostAddress address)
{
    public static readonly CommitAnswer.NotFound OnlyAName = new("A branch or tag of that name exists; it is not a SHA.");

    public CommitAnswer Answer(GitHubQuestion question, RestCommit commit, IReadOnlyList<RestPull>? pulls, long? repository = null) => Found(
        question,
        repository,
        commit.Sha,
        commit.Commit?.Message,
        new Person(PlainLine.Name(commit.Commit?.Author?.Name) ?? "unknown", PlainLine.Name(commit.Author?.Login)),
        commit.Commit?.Author?.Date,
        commit.Commit?.Committer?.Date,
        pulls?.Select(pull => Related(question, pull)));

    public CommitAnswer Answer(GitHubQuestion question, GraphCommit commit) => Found(
        question,
        commit.Repository?.DatabaseId,
        commit.Oid,
        commit.Message ?? commit.MessageHeadline,
        new Person(PlainLine.Name(commit.Author?.Name) ?? "unknown", PlainLine.Name(commit.Author?.User?.Login)),
        commit.AuthoredDate,
        commit.CommittedDate,
        commit.AssociatedPullRequests?.Nodes?.OfType<GraphPull>().Select(pull => Related(question, pull, commit.Repository?.DatabaseId)));

    private CommitAnswer Found(
        GitHubQuestion question, long? repository, string? oid, string? message, Person author, string? authored, string? committed, IEnumerable<RelatedRequest>? related)
    {
        if (!CommitSha.IsFull(oid))
            return new CommitAnswer.Failed("The answer names no full SHA.", RetryAfter: null);
        var sha = new CommitSha(oid!);
        if (!sha.StartsWith(question.Candidate))
            return OnlyAName;

        var requests = MergeRequestChoice.Into(repository, related ?? []);
        var (status, request) = related is null ? (MergeRequestStatus.Unknown, null) : MergeRequestChoice.For(sha, requests);
        if (status == MergeRequestStatus.None && TrialMerge.IsTitle(PlainLine.Title(message)))
            status = MergeRequestStatus.Unknown;
        var committedAt = Time(committed) ?? Time(authored) ?? DateTimeOffset.UnixEpoch;
        return new CommitAnswer.Found(new Commit
        {
            Revision = new Revision(new Repository(address.Name, question.Path), sha),
            RepositoryId = repository,
            Title = PlainLine.Title(message),
            Author = author,
            AuthoredAt = Time(authored) ?? committedAt,
            CommittedAt = committedAt,
            Url = address.Page(question.Path, $"commit/{sha}"),
            MergeRequestStatus = status,
            MergeRequest = request,
        })
        {
            Proof = MergeRequestChoice.Proof(requests),
        };
    }

    /// <summary>The open request whose trial merge a commit of this repository is.</summary>
    public RelatedRequest Trial(GitHubQuestion question, GraphPull pull, long? repository) => Related(question, pull, repository);

    private RelatedRequest Related(GitHubQuestion question, RestPull pull) => new(
        Request(question, pull.Number, pull.Title, pull.HtmlUrl, pull.MergedAt, Person(pull.User?.Login, name: null), mergedBy: null),
        State(merged: pull.MergedAt is not null, pull.State),
        // Of an open request this is a trial merge that no branch holds.
        [pull.MergedAt is null ? null : pull.MergeCommitSha],
        pull.Head?.Sha)
    {
        // A fork that was deleted has no number any more.
        IsFromFork = pull.Base?.Repo?.Id is { } into && pull.Head?.Repo?.Id != into,
        Into = pull.Base?.Repo?.Id,
    };

    private RelatedRequest Related(GitHubQuestion question, GraphPull pull, long? repository) => new(
        Request(question, pull.Number, pull.Title, pull.Url, pull.MergedAt, Person(pull.Author?.Login, pull.Author?.Name), Person(pull.MergedBy?.Login, pull.MergedBy?.Name)),
        State(merged: string.Equals(pull.State, "MERGED", StringComparison.Ordinal), pull.State),
        [pull.MergeCommit?.Oid],
        pull.HeadRefOid)
    {
        // A fork that was deleted has no number any more. What GitHub does not say of a request is not taken for its own.
        IsFromFork = (pull.BaseRepository?.DatabaseId ?? repository) is { } into && pull.HeadRepository?.DatabaseId != into,
        Into = pull.BaseRepository?.DatabaseId,
    };

    private MergeRequest Request(GitHubQuestion question, int number, string? title, string? url, string? mergedAt, Person? author, Person? mergedBy) => new()
    {
        Number = number,
        Title = PlainLine.Title(title),
        Author = author,
        MergedBy = mergedBy,
        MergedAt = Time(mergedAt),
        Url = address.PageOr(url, address.Page(question.Path, $"pull/{number.ToString(CultureInfo.InvariantCulture)}")),
    };

    private static RequestState State(bool merged, string? state) => merged ? RequestState.Merged
        : string.Equals(state, "open", StringComparison.OrdinalIgnoreCase) ? RequestState.Open
        : RequestState.Closed;

    private static Person? Person(string? login, string? name) =>
        PlainLine.Name(login) is { } account ? new Person(PlainLine.Name(name) ?? account, account) : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
