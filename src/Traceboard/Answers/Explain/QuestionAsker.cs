using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers.Explain;

/// <summary>Answers one question from memory, or asks its Git host when it was never answered, and then remembers.</summary>
internal sealed partial class QuestionAsker(GitHosts hosts, HistoryChanges changes, TimeProvider time, ILogger<QuestionAsker> logger)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(1);

    /// <summary>The answer, and in words where it comes from.</summary>
    public async Task<(CommitAnswer Answer, string How)> AskAsync(TraceboardContext database, TraceQuestion question, CancellationToken cancellationToken)
    {
        var row = await database.Questions.Include(known => known.Commit).FirstOrDefaultAsync(
            known => known.Host == question.Repository.Host && known.Path == question.Repository.Path && known.Candidate == question.Candidate,
            cancellationToken);
        if (row is not null && RememberedAnswer.Of(row) is { } known)
            return (known, "Remembered:");
        if (hosts.Find(question.Repository.Host) is not { } host)
            return (new CommitAnswer.Failed($"no Git host is called {question.Repository.Host}; add it under Traceboard:GitHosts", RetryAfter: null), "Not asked.");

        var answer = (await host.FindCommitsAsync([new CommitQuestion(question.Repository.Path, question.Candidate)], cancellationToken))[0];
        if (answer is not CommitAnswer.Failed)
            await RememberAsync(database, row, question, answer, cancellationToken);
        return (answer, $"Asked {host.Name} now.");
    }

    private async Task RememberAsync(TraceboardContext database, QuestionRow? row, TraceQuestion question, CommitAnswer answer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (row is null)
        {
            row = new QuestionRow { Host = question.Repository.Host, Path = question.Repository.Path, Candidate = question.Candidate, AskedAt = now, NewestDeployedAt = now };
            database.Questions.Add(row);
        }

        (row.State, row.Detail) = answer switch
        {
            CommitAnswer.Found => (QuestionState.Found, null),
            CommitAnswer.NotFound other => (QuestionState.NotFound, other.Detail),
            CommitAnswer.Ambiguous other => (QuestionState.Ambiguous, other.Detail),
            CommitAnswer.RepositoryMissing other => (QuestionState.RepositoryMissing, other.Detail),
            CommitAnswer.Forbidden other => (QuestionState.Forbidden, other.Detail),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Only what a host said is remembered."),
        };
        row.DueAt = answer is CommitAnswer.Found ? null : now + AskAgainAfter;
        row.Attempts = 0;
        if (answer is CommitAnswer.Found found)
            row.Commit = await CommitOfAsync(database, found.Commit, cancellationToken);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            changes.OnCommitted(new HistoryChange([], Running: false, Traces: true));
        }
        catch (DbUpdateException fault)
        {
            // The queue was faster: it wrote the same question at this moment.
            LogNotRemembered(fault, question.Candidate, question.Repository);
        }
    }

    private static async Task<CommitRow> CommitOfAsync(TraceboardContext database, Commit commit, CancellationToken cancellationToken)
    {
        var (repository, sha) = (commit.Revision.Repository, commit.Revision.Sha.Value);
        var known = await database.Commits.FirstOrDefaultAsync(
            row => row.Sha == sha && row.Path == repository.Path && row.Host == repository.Host, cancellationToken);
        return known ?? new CommitRow
        {
            Host = repository.Host,
            Path = repository.Path,
            Sha = sha,
            Title = commit.Title,
            AuthorName = commit.Author.Name,
            AuthorLogin = commit.Author.Login,
            AuthoredAt = commit.AuthoredAt,
            CommittedAt = commit.CommittedAt,
            Url = commit.Url,
            MergeRequestStatus = commit.MergeRequestStatus,
            MergeRequestNumber = commit.MergeRequest?.Number,
            MergeRequestTitle = commit.MergeRequest?.Title,
            MergeRequestAuthorName = commit.MergeRequest?.Author?.Name,
            MergeRequestAuthorLogin = commit.MergeRequest?.Author?.Login,
            MergedByName = commit.MergeRequest?.MergedBy?.Name,
            MergedByLogin = commit.MergeRequest?.MergedBy?.Login,
            MergedAt = commit.MergeRequest?.MergedAt,
            MergeRequestUrl = commit.MergeRequest?.Url,
        };
    }

    [LoggerMessage(LogLevel.Warning, "The answer about {Candidate} in {Repository} was not stored, because the question was written at the same moment; it will be asked once more.")]
    private partial void LogNotRemembered(Exception fault, string candidate, Repository repository);
}
