using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>
/// Remembers by which number a Git host knows each repository. A renamed repository keeps its number; another number at a
/// known path is another repository, whose commits count for nothing until an administrator confirms it.
/// </summary>
internal sealed class RepositoryNumbers(Tracer tracer, TimeProvider clock)
{
    /// <summary>Judges answers about a few repositories by what is remembered of them now, without remembering more.</summary>
    public async Task<CommitAnswer> JudgeAsync(TraceboardContext context, Repository repository, CommitAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is not CommitAnswer.Found { Commit.RepositoryId: { } number })
            return answer;
        var known = await context.Repositories.AsNoTracking().FirstOrDefaultAsync(row => row.Host == repository.Host && row.Path == repository.Path, cancellationToken);
        return Believes(known, repository, number) ? answer : Refusal(known, repository, number);
    }

    /// <summary>Judges an answer for each question, in order, and remembers the numbers that are met.</summary>
    public async Task<IReadOnlyList<CommitAnswer>> LearnAsync(
        TraceboardContext context, IReadOnlyList<QuestionRow> questions, IReadOnlyList<CommitAnswer> answers, CancellationToken cancellationToken)
    {
        var paths = questions.Where((_, place) => answers[place] is CommitAnswer.Found { Commit.RepositoryId: not null })
            .Select(question => question.Path).Distinct(StringComparer.Ordinal).ToArray();
        if (paths.Length == 0)
            return answers;

        var known = await context.Repositories.Where(row => EF.Parameter(paths).Contains(row.Path)).ToDictionaryAsync(row => new Repository(row.Host, row.Path), cancellationToken);
        var judged = new CommitAnswer[answers.Count];
        for (var place = 0; place < answers.Count; place++)
            judged[place] = Learn(context, known, new Repository(questions[place].Host, questions[place].Path), answers[place]);
        return judged;
    }

    /// <summary>Takes over what was confirmed since; returns how many questions are to be asked again because of it.</summary>
    public async Task<int> ConfirmAsync(TraceboardContext context, CancellationToken cancellationToken)
    {
        var (now, again) = (clock.GetUtcNow(), 0);
        foreach (var row in await context.Repositories.Where(row => row.OtherNumber != null).ToListAsync(cancellationToken))
        {
            if (!tracer.Confirmed.Any(confirmed => confirmed.Is(row.Host, row.Path, row.OtherNumber!.Value)))
                continue;
            (row.Number, row.SeenAt, row.OtherNumber, row.OtherSeenAt) = (row.OtherNumber!.Value, now, null, null);
            context.Entry(row).DetectChanges();
            again += await context.Questions
                .Where(question => question.Host == row.Host && question.Path == row.Path && question.State == QuestionState.OtherRepository)
                .ExecuteUpdateAsync(set => set.SetProperty(question => question.DueAt, now), cancellationToken);
        }

        return again;
    }

    private CommitAnswer Learn(TraceboardContext context, Dictionary<Repository, RepositoryRow> known, Repository repository, CommitAnswer answer)
    {
        if (answer is not CommitAnswer.Found { Commit.RepositoryId: { } number })
            return answer;

        var now = clock.GetUtcNow();
        var row = known.GetValueOrDefault(repository);
        if (!Believes(row, repository, number))
        {
            if (row is not null && row.OtherNumber != number)
                (row.OtherNumber, row.OtherSeenAt) = (number, now);
            if (row is not null)
                context.Entry(row).DetectChanges();
            return Refusal(row, repository, number);
        }

        if (row is null)
        {
            context.Repositories.Add(known[repository] = new RepositoryRow { Host = repository.Host, Path = repository.Path, Number = number, SeenAt = now });
            return answer;
        }

        if (row.Number != number)
            (row.Number, row.SeenAt) = (number, now);
        (row.OtherNumber, row.OtherSeenAt) = (null, null);
        context.Entry(row).DetectChanges();
        return answer;
    }

    /// <summary>What was confirmed is believed; else the number met first, where none was confirmed.</summary>
    private bool Believes(RepositoryRow? row, Repository repository, long number)
    {
        var confirmed = tracer.Confirmed.Where(one => one.IsOf(repository.Host, repository.Path)).ToList();
        return confirmed.Count > 0 ? confirmed.Exists(one => one.Id == number) || row?.Number == number : row is null || row.Number == number;
    }

    private static CommitAnswer.OtherRepository Refusal(RepositoryRow? row, Repository repository, long number) =>
        new(Told(repository, row?.Number, row?.SeenAt, number));

    /// <summary>What there is to say of another number, with the mend.</summary>
    public static string Told(Repository repository, long? before, DateTimeOffset? since, long number) => string.Create(CultureInfo.InvariantCulture,
        $"{repository} is another repository than {(before is null ? "the one that is confirmed" : $"the one first met there on {since:yyyy-MM-dd}")}: its Git host gives it the number {number}{(before is null ? "" : $", and that one was {before}")}. Somebody may have taken the name after the old one was deleted or moved. If it is the right one, confirm it: add {{ \"Repository\": \"{repository}\", \"Id\": {number} }} under Traceboard:Repositories.");
}
