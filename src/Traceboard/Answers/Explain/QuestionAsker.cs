using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Answers.Explain;

/// <summary>Answers one question from memory, or asks its Git host when it was never answered, and then remembers.</summary>
internal sealed partial class QuestionAsker(
    GitHosts hosts, Ledger ledger, AnswerWriter writer, RepositoryNumbers numbers, HistoryChanges changes, TimeProvider time, ILogger<QuestionAsker> logger)
{
    private const int MostInWindow = 30;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Queue<DateTimeOffset> _asked = new();

    /// <summary>The answer, and in words where it comes from.</summary>
    public async Task<(CommitAnswer Answer, string How)> AskAsync(TraceboardContext database, string image, TraceQuestion question, CancellationToken cancellationToken)
    {
        var row = await FindAsync(database, question, cancellationToken);
        if (Remembered(row, question) is { } said)
            return (said, "Remembered:");
        if (hosts.Find(question.Repository.Host) is not { } host)
            return (new CommitAnswer.Failed($"no Git host is called {question.Repository.Host}; add it under Traceboard:GitHosts", RetryAfter: null), "Not asked.");

        if (!MayAsk())
            return (new CommitAnswer.Failed("too many images were asked for in the last minute; try again in a minute", Window), "Not asked.");

        var answer = await AskNowAsync(host, question, cancellationToken);
        var judged = await numbers.JudgeAsync(database, question.Repository, answer, cancellationToken);
        if (answer is CommitAnswer.Found || (answer is not CommitAnswer.Failed && (row is not null || await RunsAsync(database, image, cancellationToken))))
            await RememberAsync(row, question, answer, cancellationToken);
        return (judged, $"Asked {host.Name} now.");
    }

    private async Task<CommitAnswer> AskNowAsync(IGitHost host, TraceQuestion question, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TraceExplainer.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return (await host.FindAsync([new CommitQuestion(question.Repository.Path, question.Candidate)], either.Token))[0];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CommitAnswer.Failed($"{host.State.Url} gave no answer within {TraceExplainer.Patience.TotalSeconds:0} s", RetryAfter: null);
        }
    }

    private static CommitAnswer? Remembered(QuestionRow? row, TraceQuestion question)
    {
        if (row is null)
            return null;
        var known = new KnownAnswers();
        known.Add(row);
        return known.AnswerTo(question) is { } said and not CommitAnswer.Failed ? said : null;
    }

    // The queue asks again what it remembers as not found, so only images that run or ran may add to it.
    private static Task<bool> RunsAsync(TraceboardContext database, string image, CancellationToken cancellationToken) =>
        database.Builds.AnyAsync(build => build.Image == image, cancellationToken);

    private async Task RememberAsync(QuestionRow? row, TraceQuestion question, CommitAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            row ??= await ledger.WriteAsync((database, token) => AddAsync(database, question, token), cancellationToken);
            changes.OnCommitted(await writer.WriteAsync([row], [answer], cancellationToken));
        }
        catch (Exception fault) when (Ledger.IsFailure(fault))
        {
            LogNotRemembered(fault, question.Candidate, question.Repository);
        }
    }

    // The queue may have written the same question since it was looked for.
    private async Task<QuestionRow> AddAsync(TraceboardContext database, TraceQuestion question, CancellationToken cancellationToken)
    {
        if (await FindAsync(database, question, cancellationToken) is { } known)
            return known;
        var now = time.GetUtcNow();
        var row = new QuestionRow
        {
            Host = question.Repository.Host,
            Path = question.Repository.Path,
            Candidate = question.Candidate,
            AskedAt = now,
            DueAt = now,
            NewestDeployedAt = now,
        };
        database.Questions.Add(row);
        return row;
    }

    private static Task<QuestionRow?> FindAsync(TraceboardContext database, TraceQuestion question, CancellationToken cancellationToken) =>
        database.Questions.AsNoTracking().Include(known => known.Commit).FirstOrDefaultAsync(
            known => known.Host == question.Repository.Host && known.Path == question.Repository.Path && known.Candidate == question.Candidate,
            cancellationToken);

    // Anybody who may read may ask: a stranger's list of invented images must not use up what the Git host allows.
    private bool MayAsk()
    {
        lock (_asked)
        {
            var now = time.GetUtcNow();
            while (_asked.TryPeek(out var first) && now - first >= Window)
                _asked.Dequeue();
            if (_asked.Count >= MostInWindow)
                return false;
            _asked.Enqueue(now);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The answer about {Candidate} in {Repository} was not stored, because the database cannot be written; it will be asked once more.")]
    private partial void LogNotRemembered(Exception fault, string candidate, Repository repository);
}
