using Microsoft.EntityFrameworkCore;

namespace Traceboard.History.Tracing;

/// <summary>
/// The questions for one Git host that are due, in the order in which they are to be asked: what a person looks at, then
/// newest deployed, then most pods. Many are read at a time, so that a long queue is not sorted anew for each call.
/// </summary>
internal sealed class DueQuestions(string host, IDbContextFactory<TraceboardContext> contexts, Attention attention, TimeProvider clock)
{
    private const int ReadAtOnce = 500;

    private readonly Dictionary<int, string> _underWay = [];

    // A repository that nobody has asked for yet is asked for once before it is asked for more: it may be missing.
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private List<QuestionRow> _read = [];
    private HashSet<string> _lookedAt = [];
    private volatile bool _isOutdated = true;

    /// <summary>The order may be another now, or there may be more.</summary>
    public void Outdate() => _isOutdated = true;

    /// <summary>
    /// Takes as many as go in one call. Fewer are taken only where <paramref name="orFewer"/> says so or a person waits
    /// for the first of them: calls that are full are few.
    /// </summary>
    public async Task<List<QuestionRow>> TakeAsync(int most, bool orFewer, CancellationToken cancellationToken)
    {
        if (_isOutdated || _read.Count < most)
            await ReadAsync(Math.Max(most, ReadAtOnce), cancellationToken);
        // In a call that holds many, one more about the same repository costs nothing.
        var ready = most == 1 && Untried() is { Count: > 0 } untried ? _read.FindAll(question => !untried.Contains(question.Path)) : _read;
        if (ready.Count == 0 || (ready.Count < most && !orFewer && !_lookedAt.Contains(ready[0].Candidate)))
            return [];

        var taken = ready[..Math.Min(most, ready.Count)];
        foreach (var question in taken)
            _underWay[question.Id] = question.Path;
        _read.RemoveAll(question => _underWay.ContainsKey(question.Id));
        return taken;
    }

    /// <summary>These were asked, and what came of it is stored.</summary>
    public void Done(IEnumerable<QuestionRow> asked)
    {
        foreach (var question in asked)
        {
            _underWay.Remove(question.Id);
            _tried.Add(question.Path);
        }
    }

    /// <summary>When the next one is due, or null where none waits.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var underWay = _underWay.Keys.ToArray();
        return await context.Questions
            .Where(question => question.Host == host && question.DueAt != null && !EF.Parameter(underWay).Contains(question.Id))
            .MinAsync(question => question.DueAt, cancellationToken);
    }

    private HashSet<string> Untried() => _underWay.Values.Where(path => !_tried.Contains(path)).ToHashSet(StringComparer.Ordinal);

    private async Task ReadAsync(int most, CancellationToken cancellationToken)
    {
        _isOutdated = false;
        var (now, underWay, lookedAt) = (clock.GetUtcNow(), _underWay.Keys.ToArray(), attention.Candidates());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var due = context.Questions
            .Where(question => question.Host == host && question.DueAt <= now && !EF.Parameter(underWay).Contains(question.Id));
        var read = new List<QuestionRow>();
        if (lookedAt.Length > 0)
            read.AddRange(await InOrder(due.Where(question => EF.Parameter(lookedAt).Contains(question.Candidate)), most).ToListAsync(cancellationToken));
        var first = read.Select(question => question.Id).ToHashSet();
        read.AddRange((await InOrder(due, most).ToListAsync(cancellationToken)).Where(question => !first.Contains(question.Id)));
        (_read, _lookedAt) = (read, lookedAt.ToHashSet(StringComparer.Ordinal));
    }

    private static IQueryable<QuestionRow> InOrder(IQueryable<QuestionRow> questions, int most) => questions
        .OrderByDescending(question => question.NewestDeployedAt).ThenByDescending(question => question.Pods).ThenBy(question => question.Id)
        .Take(most);
}
