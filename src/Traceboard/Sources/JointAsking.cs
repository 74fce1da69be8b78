using System.Collections.Concurrent;

namespace Traceboard.Sources;

/// <summary>
/// A Git host that is asked the same question once, however many ask it at the same time: the queue and a person, or two
/// people. Whoever comes second waits for the answer of the first; where the first gives up, it asks by itself.
/// </summary>
internal sealed class JointAsking(IGitHost host) : IGitHost, IDisposable
{
    private readonly ConcurrentDictionary<object, Task<CommitAnswer?>> _underWay = new();

    public string Name => host.Name;

    public int BatchSize => host.BatchSize;

    public GitHostState State => host.State;

    public Task<IReadOnlyList<CommitAnswer>> FindCommitsAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken) =>
        AskAsync(questions, host.FindCommitsAsync, cancellationToken);

    public Task<IReadOnlyList<CommitAnswer>> FindTaggedAsync(IReadOnlyList<GitTagQuestion> questions, CancellationToken cancellationToken) =>
        AskAsync(questions, host.FindTaggedAsync, cancellationToken);

    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => host.CheckAsync(cancellationToken);

    public void Dispose() => (host as IDisposable)?.Dispose();

    private async Task<IReadOnlyList<CommitAnswer>> AskAsync<TQuestion>(
        IReadOnlyList<TQuestion> questions, Func<IReadOnlyList<TQuestion>, CancellationToken, Task<IReadOnlyList<CommitAnswer>>> ask, CancellationToken cancellationToken)
        where TQuestion : notnull
    {
        var answers = new Dictionary<TQuestion, CommitAnswer>();
        while (true)
        {
            var open = questions.Distinct().Where(question => !answers.ContainsKey(question)).ToList();
            if (open.Count == 0)
                return [.. questions.Select(question => answers[question])];

            var (mine, others) = Divide(open);
            // What others wait for is asked before anything is waited for, so that nobody waits for somebody who waits.
            if (mine.Count > 0 && !await AskAsync(mine, answers, ask, cancellationToken))
                return [];
            foreach (var (question, answer) in others)
            {
                if (await answer.WaitAsync(cancellationToken) is { } said)
                    answers[question] = said;
            }
        }
    }

    private (Dictionary<TQuestion, TaskCompletionSource<CommitAnswer?>> Mine, List<(TQuestion, Task<CommitAnswer?>)> Others) Divide<TQuestion>(List<TQuestion> open)
        where TQuestion : notnull
    {
        var mine = new Dictionary<TQuestion, TaskCompletionSource<CommitAnswer?>>();
        var others = new List<(TQuestion, Task<CommitAnswer?>)>();
        foreach (var question in open)
        {
            var told = new TaskCompletionSource<CommitAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var underWay = _underWay.GetOrAdd(question, told.Task);
            if (ReferenceEquals(underWay, told.Task))
                mine.Add(question, told);
            else
                others.Add((question, underWay));
        }

        return (mine, others);
    }

    /// <summary>Asks the host; false where it gave another number of answers than there were questions.</summary>
    private async Task<bool> AskAsync<TQuestion>(
        Dictionary<TQuestion, TaskCompletionSource<CommitAnswer?>> mine,
        Dictionary<TQuestion, CommitAnswer> answers,
        Func<IReadOnlyList<TQuestion>, CancellationToken, Task<IReadOnlyList<CommitAnswer>>> ask,
        CancellationToken cancellationToken)
        where TQuestion : notnull
    {
        TQuestion[] questions = [.. mine.Keys];
        try
        {
            var said = await ask(questions, cancellationToken);
            if (said.Count != questions.Length)
                return false;
            for (var place = 0; place < questions.Length; place++)
                answers[questions[place]] = said[place];
            return true;
        }
        finally
        {
            foreach (var (question, told) in mine)
            {
                _underWay.TryRemove(question, out _);
                told.SetResult(answers.GetValueOrDefault(question));
            }
        }
    }
}
