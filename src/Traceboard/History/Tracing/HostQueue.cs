using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>Asks one Git host what is due, newest deployed first, with a few calls under way at once.</summary>
internal sealed partial class HostQueue(
    IGitHost host, IDbContextFactory<TraceboardContext> contexts, AnswerWriter answers, HistoryChanges changes, TimeProvider clock, ILogger logger)
{
    private const int CallsAtOnce = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<int, string> _underWay = [];

    // A repository that nobody has asked for yet is asked for once before it is asked for more: it may be missing.
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);

    /// <summary>Something may be due.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var calls = new List<Task<List<QuestionRow>>>();
        try
        {
            while (true)
            {
                var wait = await StartAsync(calls, cancellationToken);
                await WaitAsync(calls, wait, cancellationToken);
                foreach (var call in calls.Where(call => call.IsCompleted).ToList())
                {
                    calls.Remove(call);
                    foreach (var question in await call)
                    {
                        _underWay.Remove(question.Id);
                        _tried.Add(question.Path);
                    }
                }
            }
        }
        finally
        {
            // What is under way ends with the same cancellation; nothing runs on behind a queue that has stopped.
            await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts as many calls as there is room and need for; returns how long nothing further can be due.</summary>
    private async Task<TimeSpan> StartAsync(List<Task<List<QuestionRow>>> calls, CancellationToken cancellationToken)
    {
        if (host.State.PausedUntil is { } until && until > clock.GetUtcNow())
            return Shorter(until - clock.GetUtcNow());
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            while (calls.Count < CallsAtOnce)
            {
                var due = await DueAsync(context, cancellationToken);
                if (due.Count == 0)
                    return await UntilNextAsync(context, cancellationToken);
                foreach (var question in due)
                    _underWay[question.Id] = question.Path;
                calls.Add(AskAsync(due, cancellationToken));
            }

            return LongestWait;
        }
        catch (Exception exception) when (Ledger.IsFailure(exception))
        {
            LogUnreadable(exception, host.Name);
            return PauseAfterFailure;
        }
    }

    private Task<List<QuestionRow>> DueAsync(TraceboardContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Idle(context)
            .Where(question => question.DueAt <= now)
            .OrderByDescending(question => question.NewestDeployedAt).ThenByDescending(question => question.Pods).ThenBy(question => question.Id)
            .Take(host.BatchSize)
            .ToListAsync(cancellationToken);
    }

    private async Task<TimeSpan> UntilNextAsync(TraceboardContext context, CancellationToken cancellationToken)
    {
        var next = await Idle(context).MinAsync(question => question.DueAt, cancellationToken);
        return next is { } due ? Shorter(due - clock.GetUtcNow()) : LongestWait;
    }

    private IQueryable<QuestionRow> Idle(TraceboardContext context)
    {
        var (name, underWay) = (host.Name, _underWay.Keys.ToArray());
        var untried = _underWay.Values.Where(path => !_tried.Contains(path)).Distinct(StringComparer.Ordinal).ToArray();
        var idle = context.Questions.Where(question => question.Host == name && question.DueAt != null && !EF.Parameter(underWay).Contains(question.Id));
        return untried.Length == 0 ? idle : idle.Where(question => !EF.Parameter(untried).Contains(question.Path));
    }

    private async Task<List<QuestionRow>> AskAsync(List<QuestionRow> due, CancellationToken cancellationToken)
    {
        var said = await FindAsync(due, cancellationToken);
        try
        {
            changes.OnCommitted(await answers.WriteAsync(due, said, cancellationToken));
        }
        catch (Exception exception) when (Ledger.IsFailure(exception))
        {
            // The answers are asked for again: not stored is as not asked.
            LogUnwritten(exception, host.Name, due.Count);
            await Task.Delay(PauseAfterFailure, clock, cancellationToken);
        }

        return due;
    }

    private async Task<IReadOnlyList<CommitAnswer>> FindAsync(List<QuestionRow> due, CancellationToken cancellationToken)
    {
        var asked = due.Select(question => new CommitQuestion(question.Path, question.Candidate)).ToList();
        try
        {
            var said = await host.FindCommitsAsync(asked, cancellationToken);
            if (said.Count == asked.Count)
                return said;
            LogBroken(null, host.Name, asked.Count, said.Count);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The edge of the loop: a host's own fault must not stop its queue.
            LogBroken(exception, host.Name, asked.Count, 0);
        }

        return [.. asked.Select(_ => new CommitAnswer.Failed("Traceboard could not read the Git host's answer; see the log.", RetryAfter: null))];
    }

    private async Task WaitAsync(List<Task<List<QuestionRow>>> calls, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rung = _bell.Reader.WaitToReadAsync(stop.Token).AsTask();
        var passed = Task.Delay(wait, clock, stop.Token);
        await Task.WhenAny([rung, passed, .. calls]);
        await stop.CancelAsync();
        await ((Task)Task.WhenAll(rung, passed)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _bell.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan Shorter(TimeSpan wait) =>
        wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait > LongestWait ? LongestWait : wait;

    [LoggerMessage(LogLevel.Error, "The questions for Git host {Host} cannot be read; Traceboard tries again.")]
    private partial void LogUnreadable(Exception exception, string host);

    [LoggerMessage(LogLevel.Error, "Git host {Host} was asked {Asked} questions and answered {Answered}; they are asked again.")]
    private partial void LogBroken(Exception? exception, string host, int asked, int answered);

    [LoggerMessage(LogLevel.Error, "{Count} answers of Git host {Host} could not be stored; they are asked for again.")]
    private partial void LogUnwritten(Exception exception, string host, int count);
}
