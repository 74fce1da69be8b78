using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>The stored questions behind some plans, with what was answered.</summary>
internal sealed class KnownAnswers
{
    private readonly Dictionary<QuestionKey, QuestionRow> _rows = [];

    /// <summary>Loads them in one query, tracked or not as the context is set.</summary>
    public static async Task<KnownAnswers> LoadAsync(TraceboardContext context, IEnumerable<TracePlan> plans, CancellationToken cancellationToken)
    {
        var known = new KnownAnswers();
        foreach (var chunk in plans.SelectMany(plan => plan.Questions).Select(question => question.Candidate).Distinct(StringComparer.Ordinal).Chunk(5000))
        {
            var rows = context.Questions.Include(question => question.Commit).Where(question => EF.Parameter(chunk).Contains(question.Candidate));
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
                known.Add(row);
        }

        return known;
    }

    public void Add(QuestionRow row) => _rows[QuestionKey.Of(row)] = row;

    public QuestionRow? Find(TraceQuestion question) => _rows.GetValueOrDefault(QuestionKey.Of(question));

    /// <summary>What the Git host said, or null while it has said nothing; a failure counts as nothing but tells why.</summary>
    public CommitAnswer? AnswerTo(TraceQuestion question) => Find(question) switch
    {
        null => null,
        { State: QuestionState.Found, Commit: { } commit } => new CommitAnswer.Found(commit.ToCommit()),
        { State: QuestionState.NotFound } row => new CommitAnswer.NotFound(row.Detail ?? ""),
        { State: QuestionState.Ambiguous } row => new CommitAnswer.Ambiguous(row.Detail ?? ""),
        { State: QuestionState.RepositoryMissing } row => new CommitAnswer.RepositoryMissing(row.Detail ?? ""),
        { State: QuestionState.Forbidden } row => new CommitAnswer.Forbidden(row.Detail ?? ""),
        { State: QuestionState.OtherRepository } row => new CommitAnswer.OtherRepository(row.Detail ?? ""),
        { Detail: { } failure } => new CommitAnswer.Failed(failure, RetryAfter: null),
        _ => null,
    };
}
