using System.Net;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Finds the commits that Git tags lead to. By GraphQL many in one call, with their pull requests. By REST one call for each
/// name that counts, one where the tag is annotated, and two for the commit and its pull requests.
/// </summary>
internal sealed class GitHubTags(GitHostAddress address, GitHubConnection connection, GitHubMapping mapping, GitHubRest rest)
{
    /// <summary>Each question is two references, each with up to ten pull requests.</summary>
    public const int MostAtOnce = 25;

    private const int MostPeeled = 3;

    /// <summary>Answers by question. What is missing from them is to be asked of the REST API.</summary>
    public async Task<IReadOnlyDictionary<GitHubTagQuestion, CommitAnswer>> AskGraphAsync(IReadOnlyList<GitHubTagQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<GitHubTagQuestion, CommitAnswer>();
        foreach (var part in questions.Chunk(MostAtOnce))
            await AskGraphAsync(part, answers, cancellationToken);
        return answers;
    }

    public async Task<CommitAnswer> AskRestAsync(GitHubTagQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var found = new HashSet<CommitSha>();
            foreach (var name in question.Asked.Names)
            {
                if (await ShaOfAsync(question, name, cancellationToken) is { } sha)
                    found.Add(sha);
            }

            return found.Count switch
            {
                0 => new CommitAnswer.NotFound("GitHub shows no such Git tag, or no such repository, to this token."),
                1 => await rest.AskAsync(question.ForCommit(found.Single().Value), cancellationToken, isTagged: true),
                _ => TwoTags(question),
            };
        }
        catch (GitHostException exception)
        {
            return exception.ToAnswer();
        }
        catch (ApiException exception)
        {
            return exception.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? new CommitAnswer.Forbidden($"GitHub refuses ({(int)exception.StatusCode}). Give the token of {address.Key} read access to contents of this repository.")
                : new CommitAnswer.Failed($"GitHub answered {(int)exception.StatusCode}.", RetryAfter: null);
        }
    }

    private async Task AskGraphAsync(GitHubTagQuestion[] questions, Dictionary<GitHubTagQuestion, CommitAnswer> answers, CancellationToken cancellationToken)
    {
        var batch = new GitHubTagBatch(questions);
        try
        {
            var reply = await connection.QueryAsync<GraphTagReply>(batch.Query, cancellationToken);
            foreach (var (question, refs, error) in batch.Read(reply))
            {
                if (Answer(question, refs, error) is { } answer)
                    answers[question] = answer;
            }
        }
        catch (GitHostException exception) when (exception.MayBeTooMuch && questions.Length > 1)
        {
            var half = questions.Length / 2;
            await AskGraphAsync(questions[..half], answers, cancellationToken);
            await AskGraphAsync(questions[half..], answers, cancellationToken);
        }
        catch (GitHostException exception)
        {
            foreach (var question in questions)
                answers[question] = exception.ToAnswer();
        }
        catch (ApiException exception) when (exception.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // GraphQL is refused: whoever asks goes on with REST.
        }
        catch (ApiException exception)
        {
            foreach (var question in questions)
                answers[question] = new CommitAnswer.Failed($"GitHub answered {(int)exception.StatusCode}.", RetryAfter: null);
        }
    }

    /// <summary>The answer, or null where the REST API is to say more.</summary>
    private CommitAnswer? Answer(GitHubTagQuestion question, IReadOnlyList<GraphRef> refs, GraphError? error)
    {
        if (error?.Type is "NOT_FOUND" && refs.Count == 0)
            return new CommitAnswer.RepositoryMissing("GitHub shows no such repository to this token: it does not exist, or the token may not read it.");
        if (error?.Type is "FORBIDDEN" or "INSUFFICIENT_SCOPES" && refs.Count == 0)
            return new CommitAnswer.Forbidden($"GitHub refuses. Give the token of {address.Key} read access to this repository, and authorise it for single sign-on.");
        if (error is not null && refs.Count == 0)
            return new CommitAnswer.Failed("GitHub could not answer this in time.", RetryAfter: null);

        GraphCommit[] commits = [.. refs.Select(found => found.Peel()).OfType<GraphCommit>().Where(commit => CommitSha.IsFull(commit.Oid)).DistinctBy(commit => commit.Oid, StringComparer.Ordinal)];
        return commits switch
        {
            [] => new CommitAnswer.NotFound("GitHub knows no Git tag of that name that leads to a commit."),
            [var commit] => mapping.Answer(question.ForCommit(commit.Oid!), commit),
            _ => TwoTags(question),
        };
    }

    private async Task<CommitSha?> ShaOfAsync(GitHubTagQuestion question, string name, CancellationToken cancellationToken)
    {
        var repository = $"repos/{question.Owner}/{question.Repository}/git/";
        try
        {
            var reference = await connection.GetAsync<RestGitRef>($"{repository}ref/tags/{name}", cancellationToken);
            if (!string.Equals(reference.Ref, $"refs/tags/{name}", StringComparison.Ordinal))
                return null;
            var target = reference.Object;
            for (var peeled = 0; target is { Type: "tag" } && CommitSha.IsFull(target.Sha) && peeled < MostPeeled; peeled++)
                target = (await connection.GetAsync<RestGitTag>($"{repository}tags/{target.Sha}", cancellationToken)).Object;
            return target is { Type: "commit" } && CommitSha.IsFull(target.Sha) ? new CommitSha(target.Sha!) : null;
        }
        catch (ApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return null;
        }
    }

    private static CommitAnswer.Ambiguous TwoTags(GitHubTagQuestion question) =>
        new($"The Git tags {string.Join(" and ", question.Asked.Names)} lead to different commits.");
}
