using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>
/// The traces of images, from what is remembered alone: never waits for a Git host. Traces are kept in memory until
/// an answer, a question or a digest that concerns them is committed.
/// </summary>
internal sealed class RememberedTraces : IDisposable
{
    private const int Most = 20_000;

    private readonly IDbContextFactory<TraceboardContext> _contexts;
    private readonly Tracer _tracer;
    private readonly TracePlans _plans;
    private readonly GitHosts _hosts;
    private readonly HistoryChanges _changes;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Trace> _traces = new(StringComparer.Ordinal);
    private readonly List<HashSet<string>> _outdatedWhileLoading = [];

    // Their reason names pods, so it grows old with what runs.
    private readonly HashSet<string> _withSeveralDigests = new(StringComparer.Ordinal);

    public RememberedTraces(
        IDbContextFactory<TraceboardContext> contexts, Tracer tracer, TracePlans plans, GitHosts hosts, HistoryChanges changes)
    {
        (_contexts, _tracer, _plans, _hosts, _changes) = (contexts, tracer, plans, hosts, changes);
        _changes.Committed += Forget;
    }

    /// <summary>The trace of each image, as specs hold them; duplicates are welcome.</summary>
    public async Task<IReadOnlyDictionary<string, Trace>> TracesOfAsync(IReadOnlyCollection<string> images, CancellationToken cancellationToken)
    {
        var traces = new Dictionary<string, Trace>(images.Count, StringComparer.Ordinal);
        var missing = new List<string>();
        lock (_lock)
        {
            foreach (var image in images.Where(image => !traces.ContainsKey(image)))
            {
                if (_traces.TryGetValue(image, out var trace))
                    traces[image] = trace;
                else
                    missing.Add(image);
            }
        }

        if (missing.Count > 0)
            await LoadAsync(missing, traces, cancellationToken);
        return traces;
    }

    public void Dispose() => _changes.Committed -= Forget;

    private async Task LoadAsync(List<string> missing, Dictionary<string, Trace> traces, CancellationToken cancellationToken)
    {
        var outdated = new HashSet<string>(StringComparer.Ordinal);
        lock (_lock)
            _outdatedWhileLoading.Add(outdated);
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            var plans = await _plans.LoadAsync(context, missing, cancellationToken);
            var known = await KnownAnswers.LoadAsync(context, plans, cancellationToken);
            var digests = await SeenDigests.OfAsync(context, [.. plans.Select(plan => plan.Image)], cancellationToken);
            lock (_lock)
                _withSeveralDigests.UnionWith(digests.Where(seen => seen.Value.Count > 1).Select(seen => seen.Key));
            foreach (var plan in plans)
                traces[plan.Image] = Conclude(plan, known, digests.GetValueOrDefault(plan.Image, []));
        }
        finally
        {
            lock (_lock)
            {
                _outdatedWhileLoading.Remove(outdated);
                if (_traces.Count + missing.Count > Most)
                    _traces.Clear();
                foreach (var image in missing.Where(image => !outdated.Contains(image) && traces.ContainsKey(image)))
                    _traces[image] = traces[image];
            }
        }
    }

    private Trace Conclude(TracePlan plan, KnownAnswers known, IReadOnlyList<SeenDigest> digests)
    {
        var next = plan.NextQuestion(known.AnswerTo);
        return _tracer.Conclude(plan, Answer, digests, next is null ? null : known.Find(next)?.AskedAt);

        CommitAnswer? Answer(TraceQuestion question) => known.AnswerTo(question) switch
        {
            null when _hosts.Find(question.Repository.Host) is null =>
                new CommitAnswer.Failed($"The Git host {question.Repository.Host} is not configured.", RetryAfter: null),
            var answer => answer,
        };
    }

    private void Forget(HistoryChange change)
    {
        lock (_lock)
        {
            var grown = change.RunningImages?.Where(_withSeveralDigests.Contains) ?? (change.Running ? _withSeveralDigests : []);
            foreach (var image in change.Images.Concat(grown))
            {
                _traces.Remove(image);
                foreach (var outdated in _outdatedWhileLoading)
                    outdated.Add(image);
            }
        }
    }
}
