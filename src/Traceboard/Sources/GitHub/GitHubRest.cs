using System.Net;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Asks GitHub's REST API: one call for the commit, one for its pull requests. A commit that no request proves costs one
/// more, and one that the default branch does not hold another.
/// </summary>
internal sealed class GitHubRest(GitHostAddress address, GitHubConnection connection, GitHubMapping mapping, GitHubRepositoryIds ids, bool authenticated)
{
    /// <summary>The answer to a question; <paramref name="isTagged"/> where a Git tag of the repository led to it.</summary>
    public async Task<CommitAnswer> AskAsync(GitHubQuestion question, CancellationToken cancellationToken, bool isTagged = false)
    {
        // One file at most: files are paged by 300 and never needed.
        var commits = $"repos/{question.Owner}/{question.Repository}/commits/";
        try
        {
            var commit = await connection.GetAsync<RestCommit>($"{commits}{question.Candidate}?per_page=1", cancellationToken);
            if (!CommitSha.IsFull(commit.Sha) || !new CommitSha(commit.Sha!).StartsWith(question.Candidate))
                return mapping.Answer(question, commit, pulls: null);
            var pulls = await PullsAsync($"{commits}{commit.Sha}/pulls?per_page=30", cancellationToken);
            var answer = mapping.Answer(question, commit, pulls, await NumberAsync(question, pulls, cancellationToken));
            if (answer is not CommitAnswer.Found found || found.Proof == CommitProof.Proven)
                return answer;
            answer = await SettleAsync(question, isTagged ? found with { Proof = CommitProof.HeldOnce } : found, cancellationToken);
            return GitHubDefaultBranch.IsStray(answer) ? await HoldAsync(question, (CommitAnswer.Found)answer, cancellationToken) : answer;
        }
        catch (GitHostException exception)
        {
            return exception.ToAnswer();
        }
        catch (ApiException exception)
        {
            var refusal = Refusal(exception);
            return ReferenceEquals(refusal, GitHubDefaultBranch.Denied) && !question.IsFullSha ? await WhyDeniedAsync(question, cancellationToken) : refusal;
        }
    }

    /// <summary>The number of the repository: a pull request that goes into it tells it, and else a call of its own does.</summary>
    private async Task<long?> NumberAsync(GitHubQuestion question, IReadOnlyList<RestPull>? pulls, CancellationToken cancellationToken)
    {
        if (pulls?.Select(pull => pull.Base?.Repo).FirstOrDefault(repository => string.Equals(repository?.FullName, question.Path, StringComparison.OrdinalIgnoreCase)) is { Id: { } told })
            return told;
        var tellsNothing = pulls is { Count: > 0 } && pulls.All(pull => pull.Base?.Repo is null);
        return tellsNothing ? null : await ids.ReadAsync(question, cancellationToken);
    }

    /// <summary>Settles by a comparison with the default branch; what stays unproven lies off it.</summary>
    public async Task<CommitAnswer> SettleAsync(GitHubQuestion question, CommitAnswer.Found found, CancellationToken cancellationToken)
    {
        try
        {
            var comparison = await connection.GetAsync<RestComparison>($"repos/{question.Owner}/{question.Repository}/compare/HEAD...{found.Commit.Revision.Sha}?per_page=1", cancellationToken);
            return GitHubDefaultBranch.Settle(found, comparison.Status) ?? GitHubDefaultBranch.Unsettled(found);
        }
        catch (GitHostException exception)
        {
            // A commit that the branch holds differs from it in nothing, so a comparison that is too large is no such one's.
            return exception.Fault == GitHostFault.TooLarge ? GitHubDefaultBranch.Settle(found, "DIVERGED")! : exception.ToAnswer();
        }
        catch (ApiException exception)
        {
            // Without a common ancestor there is nothing to compare.
            return exception.StatusCode == HttpStatusCode.NotFound ? GitHubDefaultBranch.Settle(found, "DIVERGED")! : GitHubDefaultBranch.Unsettled(found);
        }
    }

    /// <summary>Whether it is the newest commit of another branch, which is all that REST tells at a reasonable price.</summary>
    public async Task<CommitAnswer> HoldAsync(GitHubQuestion question, CommitAnswer.Found stray, CancellationToken cancellationToken)
    {
        try
        {
            var branches = await connection.GetAsync<List<RestBranch>>($"repos/{question.Owner}/{question.Repository}/commits/{stray.Commit.Revision.Sha}/branches-where-head", cancellationToken);
            return branches.Count > 0
                ? GitHubDefaultBranch.Off(stray)
                : StrayCommit.Answer("its default branch does not hold it, it is the newest commit of no other branch, and no request of the repository's own has it", stray.Commit.MergeRequest);
        }
        catch (GitHostException exception)
        {
            return exception.ToAnswer();
        }
        catch (ApiException)
        {
            return StrayCommit.Answer("its default branch does not hold it, GitHub does not tell of other branches, and no request of the repository's own has it", stray.Commit.MergeRequest);
        }
    }

    private async Task<CommitAnswer> WhyDeniedAsync(GitHubQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var newest = await connection.GetAsync<List<RestCommit>>($"repos/{question.Owner}/{question.Repository}/commits?per_page={GitHubDefaultBranch.Newest}", cancellationToken);
            return newest.Exists(commit => commit?.Sha?.StartsWith(question.Candidate, StringComparison.Ordinal) == true) ? GitHubDefaultBranch.Ambiguous : GitHubDefaultBranch.Denied;
        }
        catch (Exception exception) when (exception is ApiException or GitHostException { Fault: GitHostFault.TooLarge })
        {
            return GitHubDefaultBranch.Denied;
        }
        catch (GitHostException exception)
        {
            return exception.ToAnswer();
        }
    }

    /// <summary>The pull requests, or null where this token may not read them.</summary>
    private async Task<IReadOnlyList<RestPull>?> PullsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var pulls = await connection.GetAsync<List<RestPull>>(path, cancellationToken);
            return pulls.TrueForAll(pull => pull is { Number: > 0 })
                ? pulls
                : throw new GitHostException(GitHostFault.Garbled, "The answer is not the JSON that GitHub promises.");
        }
        catch (ApiException exception) when (exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private CommitAnswer Refusal(ApiException exception) => (int)exception.StatusCode switch
    {
        404 => new CommitAnswer.RepositoryMissing(authenticated
            ? "GitHub shows no such repository to this token: it does not exist, or the token may not read it."
            : $"GitHub shows no such repository without a token: it does not exist or is private. Set {address.Key}:TokenFile."),
        409 => new CommitAnswer.NotFound("The repository is empty."),
        422 when Says(exception, "ambiguous") => GitHubDefaultBranch.Ambiguous,
        422 => GitHubDefaultBranch.Denied,
        401 or 403 or 451 => new CommitAnswer.Forbidden(
            $"GitHub refuses ({(int)exception.StatusCode}). Give the token of {address.Key} read access to contents and pull requests of this repository, and authorise it for single sign-on."),
        var status => new CommitAnswer.Failed($"GitHub answered {status}.", RetryAfter: null),
    };

    private static bool Says(ApiException exception, string word) =>
        exception.HttpResponse?.Body is string body && body.Contains(word, StringComparison.OrdinalIgnoreCase);
}
