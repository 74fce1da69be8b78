using System.Net;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>Asks GitHub's REST API: one call for the commit, one for its pull requests.</summary>
internal sealed class GitHubRest(GitHostAddress address, GitHubConnection connection, GitHubMapping mapping, bool authenticated)
{
    public async Task<CommitAnswer> AskAsync(GitHubQuestion question, CancellationToken cancellationToken)
    {
        // One file at most: files are paged by 300 and never needed.
        var commits = $"repos/{question.Owner}/{question.Repository}/commits/";
        try
        {
            var commit = await connection.GetAsync<RestCommit>($"{commits}{question.Candidate}?per_page=1", cancellationToken);
            if (!CommitSha.IsFull(commit.Sha) || !new CommitSha(commit.Sha!).StartsWith(question.Candidate))
                return mapping.Answer(question, commit, pulls: null);
            var answer = mapping.Answer(question, commit, await PullsAsync($"{commits}{commit.Sha}/pulls?per_page=30", cancellationToken));
            return GitHubDefaultBranch.IsOpen(answer) ? GitHubDefaultBranch.Settle(answer, await CompareAsync(question, commit.Sha!, cancellationToken)) : answer;
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

    /// <summary>How the default branch compares with a commit, or null where GitHub does not say.</summary>
    private async Task<string?> CompareAsync(GitHubQuestion question, string sha, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.GetAsync<RestComparison>($"repos/{question.Owner}/{question.Repository}/compare/HEAD...{sha}?per_page=1", cancellationToken)).Status;
        }
        catch (GitHostException exception) when (exception.Fault == GitHostFault.TooLarge)
        {
            return null;
        }
        catch (ApiException)
        {
            return null;
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
