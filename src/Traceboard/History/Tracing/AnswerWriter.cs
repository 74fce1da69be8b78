using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.History.Tracing;

/// <summary>Stores what a Git host said, with the question that follows from it, in one transaction.</summary>
internal sealed class AnswerWriter(Ledger ledger, QuestionPlanter planter, TracePlans plans, TimeProvider clock)
{
    /// <summary>Stores one answer for each question, in order; returns what that changed.</summary>
    public Task<HistoryChange> WriteAsync(
        IReadOnlyList<QuestionRow> questions, IReadOnlyList<CommitAnswer> answers, CancellationToken cancellationToken) =>
        ledger.WriteAsync((context, token) => WriteAsync(context, questions, answers, token), cancellationToken);

    private async Task<HistoryChange> WriteAsync(
        TraceboardContext context, IReadOnlyList<QuestionRow> questions, IReadOnlyList<CommitAnswer> answers, CancellationToken cancellationToken)
    {
        var ids = questions.Select(question => question.Id).ToArray();
        var rows = await context.Questions.Where(question => EF.Parameter(ids).Contains(question.Id))
            .ToDictionaryAsync(question => question.Id, cancellationToken);
        var negative = new List<QuestionRow>();
        var answered = new List<QuestionRow>();
        for (var index = 0; index < questions.Count; index++)
        {
            if (!rows.TryGetValue(questions[index].Id, out var row))
                continue;
            var was = (row.State, row.Detail);
            await TakeAsync(context, row, Believed(row, answers[index]), cancellationToken);
            context.Entry(row).DetectChanges();
            if (answers[index] is CommitAnswer.Found || was != (row.State, row.Detail))
                answered.Add(row);
            if (row.State is not (QuestionState.Found or QuestionState.Waiting) && row.State != was.State)
                negative.Add(row);
            var alike = await MissingRepositories.SpreadAsync(context, row, was.State, clock.GetUtcNow(), cancellationToken);
            answered.AddRange(alike);
            negative.AddRange(alike);
        }

        await context.SaveChangesAsync(cancellationToken);
        var images = answered.SelectMany(row => plans.ImagesWith(row.Candidate)).ToHashSet(StringComparer.Ordinal);
        var next = negative.SelectMany(row => plans.ImagesWith(row.Candidate).Select(image => new WantedTrace(image, row.NewestDeployedAt, row.Pods)));
        var waiting = await planter.PlantAsync(context, [.. next], cancellationToken);
        return new HistoryChange([], Running: false, Traces: answered.Count > 0) { Images = images, NewQuestions = waiting.Count };
    }

    private async Task TakeAsync(TraceboardContext context, QuestionRow row, CommitAnswer answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        switch (answer)
        {
            case CommitAnswer.Failed failed:
                row.Attempts++;
                row.Detail = row.State == QuestionState.Waiting ? failed.Detail : row.Detail;
                row.DueAt = now + Backoff.AfterFailure(failed, row.Attempts, Random.Shared.NextDouble());
                return;

            case CommitAnswer.Found found:
                row.CommitId = await StoreAsync(context, found.Commit, cancellationToken);
                (row.State, row.Detail) = (QuestionState.Found, null);
                break;

            // A commit that was there once is remembered for ever, whatever became of its repository.
            case var _ when row.State == QuestionState.Found:
                row.DueAt = null;
                row.Attempts = 0;
                return;

            case CommitAnswer.NotFound not:
                (row.State, row.Detail) = (QuestionState.NotFound, not.Detail);
                break;

            case CommitAnswer.Ambiguous several:
                (row.State, row.Detail) = (QuestionState.Ambiguous, several.Detail);
                break;

            case CommitAnswer.RepositoryMissing missing:
                (row.State, row.Detail) = (QuestionState.RepositoryMissing, missing.Detail);
                break;

            case CommitAnswer.Forbidden forbidden:
                (row.State, row.Detail) = (QuestionState.Forbidden, forbidden.Detail);
                break;
        }

        row.Attempts = 0;
        row.DueAt = Backoff.AfterAnswer(answer, row.AskedAt, now);
    }

    // The last guard before it is remembered for ever: no commit but one that was asked for.
    private static CommitAnswer Believed(QuestionRow row, CommitAnswer answer) =>
        answer is CommitAnswer.Found found && !QuestionWalk.Confirms(found.Commit, new TraceQuestion(new Repository(row.Host, row.Path), row.Candidate, ""))
            ? new CommitAnswer.NotFound($"The Git host answered with another commit than one that starts with {row.Candidate}.")
            : answer;

    private static async Task<int> StoreAsync(TraceboardContext context, Commit commit, CancellationToken cancellationToken)
    {
        var (host, path) = commit.Revision.Repository;
        var sha = commit.Revision.Sha.Value;
        var row = await context.Commits.FirstOrDefaultAsync(known => known.Sha == sha && known.Path == path && known.Host == host, cancellationToken);
        if (row is null)
        {
            row = commit.ToRow();
            context.Commits.Add(row);
        }
        else
        {
            row.Take(commit);
            context.Entry(row).DetectChanges();
        }

        await context.SaveChangesAsync(cancellationToken);
        return row.Id;
    }
}
