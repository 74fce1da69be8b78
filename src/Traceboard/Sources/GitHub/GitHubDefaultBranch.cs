using System.Globalization;
using System.Text;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Asks what a default branch holds, many questions in a call. GitHub resolves commits that only a fork has, and those
/// that were force-pushed away: a commit that no request proves counts only when a branch holds it. And it does not tell
/// an ambiguous prefix from an unknown one: a prefix that it denies although the branch holds such a commit is ambiguous.
/// </summary>
internal sealed class GitHubDefaultBranch(GitHubConnection connection, GitHubRest rest)
{
    /// <summary>How many of the newest commits are looked through for a denied prefix.</summary>
    public const int Newest = 100;

    /// <summary>The answer to a prefix that GitHub denies, until the branch was looked at.</summary>
    public static readonly CommitAnswer.NotFound Denied = new("GitHub knows no commit that starts so in this repository.");

    public static readonly CommitAnswer.Ambiguous Ambiguous = new("More than one commit starts so. Tag images with more digits of the SHA.");

    private static readonly CommitAnswer.Failed NotTold = new("GitHub does not say whether the default branch holds the commit.", RetryAfter: null);

    /// <summary>Whether an answer is to be settled by looking at the branch.</summary>
    public static bool IsOpen(CommitAnswer? answer) =>
        ReferenceEquals(answer, Denied) || answer is CommitAnswer.Found { Proof: not CommitProof.Proven };

    /// <summary>Whether a commit is known, its default branch does not hold it, and nothing else proves that the repository does.</summary>
    public static bool IsStray(CommitAnswer? answer) => answer is CommitAnswer.Found { Proof: CommitProof.Unproven };

    /// <summary>The answers, settled or stray, in order. All of them are open.</summary>
    public async Task<IReadOnlyList<CommitAnswer>> SettleAsync(IReadOnlyList<(GitHubQuestion Question, CommitAnswer Answer)> open, CancellationToken cancellationToken)
    {
        var repositories = open.Select(one => one.Question.Path).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        GraphBranchReply? reply = null;
        try
        {
            reply = await connection.QueryAsync<GraphBranchReply>(Query(open, repositories), cancellationToken);
        }
        catch (GitHostException exception) when (exception.Fault == GitHostFault.Paused)
        {
            return [.. open.Select(one => one.Answer is CommitAnswer.Found ? exception.ToAnswer() : one.Answer)];
        }
        catch (GitHostException exception) when (exception.MayBeTooMuch && open.Count > 1)
        {
            var half = open.Count / 2;
            return [.. await SettleAsync([.. open.Take(half)], cancellationToken), .. await SettleAsync([.. open.Skip(half)], cancellationToken)];
        }
        catch (Exception exception) when (exception is GitHostException or ApiException)
        {
            // What is too much for GraphQL, or unknown to it on this server, REST compares.
        }

        var settled = new List<CommitAnswer>();
        foreach (var (one, place) in open.Select((one, place) => (one, place)))
        {
            settled.Add(Settle(one, place, reply?.Data?.GetValueOrDefault(Repository(repositories, one.Question)))
                ?? await rest.SettleAsync(one.Question, (CommitAnswer.Found)one.Answer, cancellationToken));
        }

        return settled;
    }

    /// <summary>The answer about a commit that no request proves, by how GitHub says the branch compares with it; null: it does not say.</summary>
    public static CommitAnswer? Settle(CommitAnswer.Found found, string? status) => status?.ToUpperInvariant() switch
    {
        "BEHIND" or "IDENTICAL" => found with { Proof = CommitProof.Proven },
        "AHEAD" or "DIVERGED" when found.Proof == CommitProof.HeldOnce => Off(found),
        "AHEAD" or "DIVERGED" => found,
        _ => null,
    };

    /// <summary>A commit that the repository holds, but its default branch does not.</summary>
    public static CommitAnswer.Found Off(CommitAnswer.Found found) => new(found.Commit with
    {
        MergeRequestStatus = found.Commit.MergeRequestStatus == MergeRequestStatus.None ? MergeRequestStatus.OffDefaultBranch : found.Commit.MergeRequestStatus,
    });

    /// <summary>The answer where GitHub does not compare, not even by REST.</summary>
    public static CommitAnswer Unsettled(CommitAnswer.Found found) =>
        found.Proof == CommitProof.HeldOnce ? new CommitAnswer.Found(found.Commit with { MergeRequestStatus = MergeRequestStatus.Unknown }) : NotTold;

    private static CommitAnswer? Settle((GitHubQuestion Question, CommitAnswer Answer) open, int place, GraphBranchRepository? repository)
    {
        if (open.Answer is not CommitAnswer.Found found)
            return IsAmongNewest(open.Question.Candidate) ? Ambiguous : open.Answer;
        // What the branch is seen to hold needs no comparison, which servers may not offer.
        var comparison = repository?.DefaultBranchRef?.GetValueOrDefault(Name('c', place)) ?? repository?.Head?.GetValueOrDefault(Name('c', place));
        return IsAmongNewest(found.Commit.Revision.Sha.Value) ? found with { Proof = CommitProof.Proven } : Settle(found, comparison?.Status);

        bool IsAmongNewest(string prefix) => repository?.DefaultBranchRef?.GetValueOrDefault("target")?.History?.Nodes?.Exists(node => node?.Oid?.StartsWith(prefix, StringComparison.Ordinal) == true) == true;
    }

    private static string Query(IReadOnlyList<(GitHubQuestion Question, CommitAnswer Answer)> open, List<string> repositories)
    {
        var query = new StringBuilder("query{");
        foreach (var group in open.Select((one, place) => (one.Question, one.Answer, place)).GroupBy(one => Repository(repositories, one.Question), StringComparer.Ordinal))
        {
            var (owner, name) = (group.First().Question.Owner, group.First().Question.Repository);
            query.Append(CultureInfo.InvariantCulture, $"{group.Key}:repository(owner:\"{owner}\",name:\"{name}\"){{defaultBranchRef{{target{{... on Commit{{history(first:{Newest}){{nodes{{oid}}}}}}}} ");
            var comparisons = string.Concat(group.Select(one => one.Answer is CommitAnswer.Found found ? $"{Name('c', one.place)}:compare(headRef:\"{found.Commit.Revision.Sha}\"){{status}} " : ""));
            // Some servers compare a named ref alone.
            query.Append(comparisons).Append('}').Append(comparisons.Length == 0 ? "" : $" head:ref(qualifiedName:\"HEAD\"){{{comparisons}}}").Append("} ");
        }

        return query.Append('}').ToString();
    }

    private static string Repository(List<string> repositories, GitHubQuestion question) =>
        Name('r', repositories.FindIndex(path => string.Equals(path, question.Path, StringComparison.OrdinalIgnoreCase)));

    private static string Name(char kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
