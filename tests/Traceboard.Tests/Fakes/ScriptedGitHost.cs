using System.Collections.Concurrent;
using System.Threading.Channels;
using Traceboard.Sources;

namespace Traceboard.Tests.Fakes;

/// <summary>A Git host that answers as told, and tells what it was asked.</summary>
internal sealed class ScriptedGitHost(string name, int batchSize = 1) : IGitHost
{
    private readonly Channel<CommitQuestion> _asked = Channel.CreateUnbounded<CommitQuestion>();

    public string Name => name;

    public int BatchSize => batchSize;

    public GitHostState State { get; set; } = new() { Name = name, Kind = "GitHub", Url = "https://git.example.com" };

    public Func<CommitQuestion, CommitAnswer> Answer { get; set; } = _ => new CommitAnswer.NotFound("no such commit");

    /// <summary>When set, calls wait for it.</summary>
    public Task? Gate { get; set; }

    public ConcurrentQueue<IReadOnlyList<CommitQuestion>> Calls { get; } = [];

    public ValueTask<CommitQuestion> NextQuestionAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAsync(cancellationToken);

    public async Task<IReadOnlyList<CommitAnswer>> FindCommitsAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken)
    {
        Calls.Enqueue(questions);
        foreach (var question in questions)
            await _asked.Writer.WriteAsync(question, cancellationToken);
        if (Gate is { } gate)
            await gate.WaitAsync(cancellationToken);
        return [.. questions.Select(Answer)];
    }

    public CommitAnswer.Found Found(CommitQuestion question, MergeRequestStatus status = MergeRequestStatus.None) => new(new Commit
    {
        Revision = new Revision(new Repository(Name, question.Path), new CommitSha(question.Candidate.PadRight(40, '0'))),
        Title = $"Commit {question.Candidate}",
        Author = new Person("Ada", "ada"),
        AuthoredAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        CommittedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Url = "https://git.example.com/c",
        MergeRequestStatus = status,
    });
}
