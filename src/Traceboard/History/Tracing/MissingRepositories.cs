using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>
/// What one answer about a repository that is missing says of all questions about it. Images in a GitLab registry name
/// paths that may be longer than the project's, so without this every new SHA would cost a call for each longer path.
/// One question keeps its time to be asked again; when it finds the repository, the others are asked as well.
/// </summary>
internal static class MissingRepositories
{
    /// <summary>Of the repositories in the plans, those known to be missing, with what the Git host said.</summary>
    public static async Task<Dictionary<Repository, string?>> AmongAsync(
        TraceboardContext context, IEnumerable<TracePlan> plans, CancellationToken cancellationToken)
    {
        var missing = new Dictionary<Repository, string?>();
        foreach (var paths in plans.SelectMany(plan => plan.Questions).Select(question => question.Repository.Path).Distinct(StringComparer.Ordinal).Chunk(5000))
        {
            var rows = context.Questions.AsNoTracking()
                .Where(question => question.DueAt != null && question.State == QuestionState.RepositoryMissing && EF.Parameter(paths).Contains(question.Path))
                .Select(question => new { question.Host, question.Path, question.Detail });
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
                missing[new Repository(row.Host, row.Path)] = row.Detail;
        }

        return missing;
    }

    /// <summary>
    /// Carries what was just learnt of the repository of <paramref name="answered"/> over to the other questions about it;
    /// returns those that are answered by it.
    /// </summary>
    public static async Task<IReadOnlyList<QuestionRow>> SpreadAsync(
        TraceboardContext context, QuestionRow answered, QuestionState before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (answered.State == before || (answered.State != QuestionState.RepositoryMissing && before != QuestionState.RepositoryMissing))
            return [];

        var (id, host, path) = (answered.Id, answered.Host, answered.Path);
        var others = context.Questions.Where(question => question.Id != id && question.Host == host && question.Path == path);
        if (answered.State != QuestionState.RepositoryMissing)
        {
            foreach (var question in await others.Where(question => question.State == QuestionState.RepositoryMissing).ToListAsync(cancellationToken))
            {
                (question.State, question.Detail, question.DueAt) = (QuestionState.Waiting, null, now);
                context.Entry(question).State = EntityState.Modified;
            }

            return [];
        }

        if (await others.AnyAsync(question => question.State == QuestionState.RepositoryMissing && question.DueAt != null, cancellationToken))
            answered.DueAt = null;
        var waiting = await others.Where(question => question.State == QuestionState.Waiting).ToListAsync(cancellationToken);
        foreach (var question in waiting)
        {
            (question.State, question.Detail, question.DueAt, question.Attempts) = (QuestionState.RepositoryMissing, answered.Detail, null, 0);
            context.Entry(question).State = EntityState.Modified;
        }

        return waiting;
    }
}
