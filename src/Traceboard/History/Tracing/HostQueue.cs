using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.History.Tracing;

/// <summary>
/// Asks one Git host what is due, with a few calls under way at once. A call that is not full waits while others are
/// under way, so that many questions go in few calls. While the host is away, single questions try whether it is back.
/// </summary>
internal sealed partial class HostQueue(
    IGitHost host, DueQuestions questions, AnswerWriter answers, HistoryChanges changes, TimeProvider clock, ILogger logger)
{
    private const int CallsAtOnce = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestJitter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<int> _failedWhileAway = [];
    private bool _isAway;

    /// <summary>Something may be due, or in another order.</summary>
    public void Ring()
    {
        questions.Outdate();
        _bell.Writer.TryWrite(true);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var calls = new List<Task<AskedQuestions>>();
        try
        {
            while (true)
            {
                var wait = await StartAsync(calls, cancellationToken);
                await WaitAsync(calls, wait, cancellationToken);
                foreach (var call in calls.Where(call => call.IsCompleted).ToList())
                {
                    calls.Remove(call);
                    await FinishAsync(await call, cancellationToken);
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
    private async Task<TimeSpan> StartAsync(List<Task<AskedQuestions>> calls, CancellationToken cancellationToken)
    {
        try
        {
            while (calls.Count < (_isAway ? 1 : CallsAtOnce))
            {
                if (host.State.PausedUntil is { } until && until > clock.GetUtcNow())
                    return Shorter(until - clock.GetUtcNow()) + (LongestJitter * Random.Shared.NextDouble());
                var due = await questions.TakeAsync(_isAway ? 1 : host.BatchSize, orFewer: calls.Count == 0, cancellationToken);
                if (due.Count == 0)
                    return calls.Count == 0 && await questions.NextAsync(cancellationToken) is { } next ? Shorter(next - clock.GetUtcNow()) : LongestWait;
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

    /// <summary>
    /// Notes what came of a call. Questions that failed because the host was away are asked at once when it is back:
    /// that it was away says nothing about them.
    /// </summary>
    private async Task FinishAsync(AskedQuestions asked, CancellationToken cancellationToken)
    {
        questions.Done(asked.Questions);
        // What is learnt of a repository that is missing answers other questions about it, and its return asks them.
        if (asked.Questions.Where((question, place) => question.State == QuestionState.RepositoryMissing || asked.Answers[place] is CommitAnswer.RepositoryMissing).Any())
            questions.Outdate();
        var failed = asked.Questions.Where((_, place) => asked.Answers[place] is CommitAnswer.Failed).Select(question => question.Id).ToList();
        if (failed.Count == asked.Questions.Count && host.State.PausedUntil > clock.GetUtcNow())
        {
            _isAway = true;
            _failedWhileAway.UnionWith(failed);
        }
        else if (_isAway && failed.Count < asked.Questions.Count)
        {
            await WriteAsync(() => answers.ReviveAsync([.. _failedWhileAway], cancellationToken), _failedWhileAway.Count, cancellationToken);
            _isAway = false;
            _failedWhileAway.Clear();
            questions.Outdate();
        }
    }

    private async Task<AskedQuestions> AskAsync(List<QuestionRow> due, CancellationToken cancellationToken)
    {
        var said = await FindAsync(due, cancellationToken);
        await WriteAsync(async () => changes.OnCommitted(await answers.WriteAsync(due, said, cancellationToken)), due.Count, cancellationToken);
        return new AskedQuestions(due, said);
    }

    private async Task WriteAsync(Func<Task> write, int count, CancellationToken cancellationToken)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (Ledger.IsFailure(exception))
        {
            // The answers are asked for again: not stored is as not asked.
            LogUnwritten(exception, host.Name, count);
            await Task.Delay(PauseAfterFailure, clock, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<CommitAnswer>> FindAsync(List<QuestionRow> due, CancellationToken cancellationToken)
    {
        var asked = due.Select(question => new CommitQuestion(question.Path, question.Candidate)).ToList();
        try
        {
            var said = await host.FindAsync(asked, cancellationToken);
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

    private async Task WaitAsync(List<Task<AskedQuestions>> calls, TimeSpan wait, CancellationToken cancellationToken)
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

    private sealed record AskedQuestions(IReadOnlyList<QuestionRow> Questions, IReadOnlyList<CommitAnswer> Answers);
}
