using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.History.Tracing;

/// <summary>Stores what a Git host said, with the question that follows from it, in one transaction.</summary>
internal sealed class AnswerWriter(Ledger ledger, QuestionPlanter planter, TracePlans plans, RepositoryNumbers numbers, TimeProvider clock)
{
    /// <summary>Stores one answer for each question, in order; returns what that changed.</summary>
    public Task<HistoryChange> WriteAsync(
        IReadOnlyList<QuestionRow> questions, IReadOnlyList<CommitAnswer> answers, CancellationToken cancellationToken) =>
        ledger.WriteAsync((context, token) => WriteAsync(context, questions, answers, token), cancellationToken);

    /// <summary>Makes questions due that failed and have not been answered since.</summary>
    public Task<int> ReviveAsync(IReadOnlyCollection<int> questions, CancellationToken cancellationToken) =>
        ledger.WriteAsync(
            async (context, token) =>
            {
                var (now, revived) = (clock.GetUtcNow(), 0);
                foreach (var ids in questions.Chunk(5000))
                {
                    revived += await context.Questions
                        .Where(question => EF.Parameter(ids).Contains(question.Id) && question.Attempts > 0 && question.DueAt > now)
                        .ExecuteUpdateAsync(set => set.SetProperty(question => question.DueAt, now), token);
                }

                return revived;
            },
            cancellationToken);

    private async Task<HistoryChange> WriteAsync(
        TraceboardContext context, IReadOnlyList<QuestionRow> questions, IReadOnlyList<CommitAnswer> answers, CancellationToken cancellationToken)
    {
        answers = await numbers.LearnAsync(context, questions, answers, cancellationToken);
        var ids = questions.Select(question => question.Id).ToArray();
        var rows = await context.Questions.Where(question => EF.Parameter(ids).Contains(question.Id))
            .ToDictionaryAsync(question => question.Id, cancellationToken);
        var commits = await StoreAsync(context, questions.Zip(answers, (question, answer) => Believed(question, answer)).OfType<CommitAnswer.Found>().Select(found => found.Commit), cancellationToken);
        var asking = new List<QuestionRow>();
        var answered = new List<QuestionRow>();
        for (var index = 0; index < questions.Count; index++)
        {
            if (!rows.TryGetValue(questions[index].Id, out var row))
                continue;
            var was = (row.State, row.Detail);
            Take(row, Believed(row, answers[index]), commits);
            context.Entry(row).DetectChanges();
            if (answers[index] is CommitAnswer.Found || was != (row.State, row.Detail))
                answered.Add(row);
            // Also after a commit was found: what else is claimed may be asked now.
            if (row.State is not QuestionState.Waiting && row.State != was.State)
                asking.Add(row);
            var alike = await MissingRepositories.SpreadAsync(context, row, was.State, clock.GetUtcNow(), cancellationToken);
            answered.AddRange(alike);
            asking.AddRange(alike);
        }

        await context.SaveChangesAsync(cancellationToken);
        var images = new HashSet<string>(StringComparer.Ordinal);
        var next = new List<WantedTrace>();
        foreach (var row in answered)
            images.UnionWith(await plans.ImagesWithAsync(context, row.Candidate, cancellationToken));
        foreach (var row in asking)
            next.AddRange((await plans.ImagesWithAsync(context, row.Candidate, cancellationToken)).Select(image => new WantedTrace(image, row.NewestDeployedAt, row.Pods)));
        var waiting = await planter.PlantAsync(context, next, cancellationToken);
        return new HistoryChange([], Running: false, Traces: answered.Count > 0) { Workloads = [], RunningImages = [], Images = images, NewQuestions = waiting.Count };
    }

    private void Take(QuestionRow row, CommitAnswer answer, Dictionary<Revision, CommitRow> commits)
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
                row.CommitId = commits[found.Commit.Revision].Id;
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

            case CommitAnswer.OtherRepository other:
                (row.State, row.Detail) = (QuestionState.OtherRepository, other.Detail);
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

    private static async Task<Dictionary<Revision, CommitRow>> StoreAsync(TraceboardContext context, IEnumerable<Commit> found, CancellationToken cancellationToken)
    {
        // Of one commit that several questions found, the last to be told counts.
        var told = found.GroupBy(commit => commit.Revision).ToDictionary(group => group.Key, group => group.Last());
        var shas = told.Keys.Select(revision => revision.Sha.Value).Distinct(StringComparer.Ordinal).ToArray();
        var known = shas.Length == 0 ? [] : await context.Commits.Where(commit => EF.Parameter(shas).Contains(commit.Sha)).ToListAsync(cancellationToken);
        var rows = known.ToDictionary(row => new Revision(new Repository(row.Host, row.Path), new CommitSha(row.Sha)));
        foreach (var (revision, commit) in told)
        {
            if (rows.TryGetValue(revision, out var row))
                context.Entry(row.Take(commit)).DetectChanges();
            else
                context.Commits.Add(rows[revision] = commit.ToRow());
        }

        await context.SaveChangesAsync(cancellationToken);
        return rows;
    }
}
