using System.Globalization;
using System.Text;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Asks what a default branch holds, many questions in a call. GitHub resolves commits that only a fork has, and those
/// that were force-pushed away: a commit that no request merged counts as pushed only when the branch holds it. And it
/// does not tell an ambiguous prefix from an unknown one: a prefix that it denies although the branch holds such a
/// commit is ambiguous.
/// </summary>
internal sealed class GitHubDefaultBranch(GitHubConnection connection)
{
    /// <summary>How many of the newest commits are looked through for a denied prefix.</summary>
    public const int Newest = 100;

    /// <summary>The answer to a prefix that GitHub denies, until the branch was looked at.</summary>
    public static readonly CommitAnswer.NotFound Denied = new("GitHub knows no commit that starts so in this repository.");

    public static readonly CommitAnswer.Ambiguous Ambiguous = new("More than one commit starts so. Tag images with more digits of the SHA.");

    /// <summary>Whether an answer is to be settled by looking at the branch.</summary>
    public static bool IsOpen(CommitAnswer? answer) =>
        ReferenceEquals(answer, Denied) || answer is CommitAnswer.Found { Commit.MergeRequestStatus: MergeRequestStatus.None };

    /// <summary>The answers, settled, in order. All of them are open.</summary>
    public async Task<IReadOnlyList<CommitAnswer>> SettleAsync(IReadOnlyList<(GitHubQuestion Question, CommitAnswer Answer)> open, CancellationToken cancellationToken)
    {
        try
        {
            var repositories = open.Select(one => one.Question.Path).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            var reply = await connection.QueryAsync<GraphBranchReply>(Query(open, repositories), cancellationToken);
            return [.. open.Select((one, place) => Settle(one, place, reply.Data?.GetValueOrDefault(Repository(repositories, one.Question))))];
        }
        catch (GitHostException exception) when (exception.Fault == GitHostFault.Paused)
        {
            return [.. open.Select(one => one.Answer is CommitAnswer.Found ? exception.ToAnswer() : one.Answer)];
        }
        catch (Exception exception) when (exception is GitHostException or ApiException)
        {
            // The commit itself is known; how it came there is not.
            return [.. open.Select(one => Unknown(one.Answer))];
        }
    }

    /// <summary>The answer about a commit that no request merged, by how GitHub says the branch compares with it.</summary>
    public static CommitAnswer Settle(CommitAnswer answer, string? status) => answer is not CommitAnswer.Found found ? answer : status?.ToUpperInvariant() switch
    {
        "BEHIND" or "IDENTICAL" => answer,
        "AHEAD" or "DIVERGED" => With(found, MergeRequestStatus.OffDefaultBranch),
        _ => Unknown(answer),
    };

    public static CommitAnswer Unknown(CommitAnswer answer) => answer is CommitAnswer.Found found ? With(found, MergeRequestStatus.Unknown) : answer;

    private static CommitAnswer.Found With(CommitAnswer.Found found, MergeRequestStatus status) => new(found.Commit with { MergeRequestStatus = status });

    private static CommitAnswer Settle((GitHubQuestion Question, CommitAnswer Answer) open, int place, GraphBranchRepository? repository)
    {
        if (open.Answer is not CommitAnswer.Found found)
            return IsAmongNewest(open.Question.Candidate) ? Ambiguous : open.Answer;
        // What the branch is seen to hold needs no comparison, which servers may not offer.
        var comparison = repository?.DefaultBranchRef?.GetValueOrDefault(Name('c', place)) ?? repository?.Head?.GetValueOrDefault(Name('c', place));
        return IsAmongNewest(found.Commit.Revision.Sha.Value) ? found : Settle(found, comparison?.Status);

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
