using Traceboard.Sources;

namespace Traceboard.Tests.Answers;

/// <summary>A Git host that answers by a script and counts what it was asked.</summary>
internal sealed class ScriptedGitHost(string name) : IGitHost
{
    private readonly List<CommitQuestion> _asked = [];

    public string Name => name;

    public int BatchSize => 1;

    public GitHostState State => new() { Name = name, Kind = "GitHub", Url = "https://github.com", Calls = _asked.Count };

    public IReadOnlyList<CommitQuestion> Asked => _asked;

    public Func<CommitQuestion, CommitAnswer> Answer { get; set; } = _ => new CommitAnswer.NotFound("no such commit");

    public Task<IReadOnlyList<CommitAnswer>> FindCommitsAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken)
    {
        _asked.AddRange(questions);
        return Task.FromResult<IReadOnlyList<CommitAnswer>>([.. questions.Select(Answer)]);
    }

    public static CommitAnswer Found(CommitQuestion question, string title = "Ship it") => new CommitAnswer.Found(new Commit
    {
        Revision = new Revision(new Repository("github", question.Path), new CommitSha(question.Candidate.PadRight(40, '0'))),
        Title = title,
        Author = new Person("Ada", "ada"),
        AuthoredAt = RecordedWorld.Noon.AddDays(-1),
        CommittedAt = RecordedWorld.Noon.AddDays(-1),
        Url = "https://github.com/x",
        MergeRequestStatus = MergeRequestStatus.None,
    });
}
