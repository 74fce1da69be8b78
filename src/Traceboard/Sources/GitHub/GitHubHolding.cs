using System.Globalization;
using System.Text;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Looks for commits that the default branch does not hold where else the repository may hold them: among the newest
/// commits of its newest branches, under its Git tags, and as the trial merges of its open requests. Several repositories
/// go in a call. What is found nowhere may be a fork's alone.
/// </summary>
internal sealed class GitHubHolding(GitHubConnection connection, GitHubMapping mapping, GitHubRest rest)
{
    private const int RepositoriesAtOnce = 10;
    private const int Branches = 50;
    private const int OfBranch = 100;
    private const int Tags = 100;
    private const int Requests = 50;

    private static readonly string LookedAt = string.Create(CultureInfo.InvariantCulture,
        $"neither its default branch nor the newest {OfBranch} commits of {Branches} other branches nor one of the newest {Tags} Git tags holds it, and no request of the repository's own has it");

    /// <summary>The answers to stray commits, in order: proven, or not found.</summary>
    public async Task<IReadOnlyList<CommitAnswer>> SettleAsync(IReadOnlyList<(GitHubQuestion Question, CommitAnswer.Found Answer)> stray, CancellationToken cancellationToken)
    {
        var answers = new CommitAnswer[stray.Count];
        var places = Enumerable.Range(0, stray.Count).GroupBy(place => stray[place].Question.Path, StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var part in places.Chunk(RepositoriesAtOnce))
        {
            var (told, fault) = await ReadAsync([.. part.Select(group => stray[group.First()].Question)], cancellationToken);
            for (var number = 0; number < part.Length; number++)
            {
                var repository = told?.GetValueOrDefault(Name(number));
                foreach (var place in part[number])
                {
                    var (question, answer) = stray[place];
                    answers[place] = repository is not null ? Settle(question, answer, repository)
                        : fault ?? await rest.HoldAsync(question, answer, cancellationToken);
                }
            }
        }

        return answers;
    }

    private async Task<(Dictionary<string, GraphHoldingRepository?>? Data, CommitAnswer? Fault)> ReadAsync(GitHubQuestion[] repositories, CancellationToken cancellationToken)
    {
        try
        {
            return ((await connection.QueryAsync<GraphHoldingReply>(Query(repositories), cancellationToken)).Data, null);
        }
        catch (GitHostException exception) when (!exception.MayBeTooMuch)
        {
            return (null, exception.ToAnswer());
        }
        catch (Exception exception) when (exception is GitHostException or ApiException)
        {
            // Too much for one answer, or fields that this server does not know: REST tells of branches' tips at least.
            return (null, null);
        }
    }

    private CommitAnswer Settle(GitHubQuestion question, CommitAnswer.Found answer, GraphHoldingRepository repository)
    {
        var sha = answer.Commit.Revision.Sha.Value;
        if (repository.Heads?.Nodes?.Exists(head => head?.Target is { } tip && (Is(tip.Oid, sha) || tip.History?.Nodes?.Exists(node => Is(node?.Oid, sha)) == true)) == true
            || repository.Tags?.Nodes?.Exists(tag => tag?.Target is { } target && (Is(target.Oid, sha) || Is(target.Target?.Oid, sha))) == true)
        {
            return GitHubDefaultBranch.Off(answer);
        }

        var trial = repository.Requests?.Nodes?.Find(pull => Is(pull?.PotentialMergeCommit?.Oid, sha) || Is(pull?.HeadRefOid, sha));
        if (trial is null)
            return StrayCommit.Answer(LookedAt, answer.Commit.MergeRequest);
        var request = mapping.Trial(question, trial, answer.Commit.RepositoryId);
        return request.IsFromFork
            ? StrayCommit.Answer(LookedAt, request.Request)
            : new CommitAnswer.Found(answer.Commit with { MergeRequestStatus = MergeRequestStatus.Pending, MergeRequest = request.Request });
    }

    private static bool Is(string? told, string sha) => string.Equals(told, sha, StringComparison.OrdinalIgnoreCase);

    private static string Query(GitHubQuestion[] repositories)
    {
        var query = new StringBuilder("query{");
        for (var number = 0; number < repositories.Length; number++)
        {
            // Owner and name were checked letter by letter: neither can end the string it stands in.
            query.Append(CultureInfo.InvariantCulture, $"{Name(number)}:repository(owner:\"{repositories[number].Owner}\",name:\"{repositories[number].Repository}\"){{...H}} ");
        }

        return query.Append("} fragment H on Repository{")
            .Append(CultureInfo.InvariantCulture, $"heads:refs(refPrefix:\"refs/heads/\",first:{Branches},orderBy:{{field:TAG_COMMIT_DATE,direction:DESC}}){{nodes{{target{{oid ... on Commit{{history(first:{OfBranch}){{nodes{{oid}}}}}}}}}}}} ")
            .Append(CultureInfo.InvariantCulture, $"tags:refs(refPrefix:\"refs/tags/\",first:{Tags},orderBy:{{field:TAG_COMMIT_DATE,direction:DESC}}){{nodes{{target{{oid ... on Tag{{target{{oid}}}}}}}}}} ")
            .Append(CultureInfo.InvariantCulture, $"requests:pullRequests(states:OPEN,first:{Requests},orderBy:{{field:UPDATED_AT,direction:DESC}}){{nodes{{number title url state headRefOid headRepository{{databaseId}} baseRepository{{databaseId}} potentialMergeCommit{{oid}} author{{login ... on User{{name}}}}}}}}}}")
            .ToString();
    }

    private static string Name(int number) => "h" + number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record GraphHoldingReply(Dictionary<string, GraphHoldingRepository?>? Data);

internal sealed record GraphHoldingRepository(GraphHoldingRefs? Heads, GraphHoldingRefs? Tags, GraphPulls? Requests);

internal sealed record GraphHoldingRefs(List<GraphHoldingRef?>? Nodes);

internal sealed record GraphHoldingRef(GraphHoldingTarget? Target);

/// <summary>The tip of a branch with what came before it, or what a Git tag leads to.</summary>
internal sealed record GraphHoldingTarget(string? Oid, GraphHistory? History, GraphOid? Target);
