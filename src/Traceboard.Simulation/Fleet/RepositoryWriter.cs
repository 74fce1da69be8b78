using Traceboard.Simulation.GitHosts;

namespace Traceboard.Simulation.Fleet;

/// <summary>Goes on writing the history of a repository: mostly reviewed work, now and then a bot, a direct push, a revert.</summary>
internal sealed class RepositoryWriter(RepositoryStory story, bool onGitLab, IReadOnlyList<GitPerson> team, IReadOnlyList<string> nouns, Random random)
{
    private readonly List<GitCommit> _mainline = [];
    private readonly int _offset = random.Next(32);
    private int _changes;

    public RepositoryStory Story => story;

    public bool OnGitLab => onGitLab;

    public IReadOnlyList<GitPerson> Team => team;

    /// <summary>The commits that the default branch walked through, oldest first.</summary>
    public IReadOnlyList<GitCommit> Mainline => _mainline;

    public void Begin(DateTimeOffset at) => _mainline.Add(story.Push("Start the service from the template", team[0], at));

    public GitCommit Next(DateTimeOffset at)
    {
        var author = random.Pick(team);
        var commit = random.Next(100) switch
        {
            < 8 => story.Push(Titles.Fix(random), author, at),
            < 20 => story.Squash(Titles.Update(random, onGitLab), ["Update the lock file"], onGitLab ? People.Renovate : People.Dependabot, Reviewer(author), at),
            < 23 when _mainline.Count > 5 && !_mainline[^1].Title.StartsWith("Revert", StringComparison.Ordinal) => story.Revert(_mainline[^1], author, Reviewer(author), at),
            < 78 => story.Squash(Change(), Steps(), author, Reviewer(author), at),
            _ => story.Merge(Change(), Steps(), author, Reviewer(author), at),
        };
        _mainline.Add(commit);
        return commit;
    }

    /// <summary>A fix that leaves the default branch alone.</summary>
    public GitCommit Hotfix(GitCommit from, DateTimeOffset at) => story.Hotfix(from, "hotfix/" + from.Sha[..7], "Hotfix: " + Titles.Fix(random), random.Pick(team), at);

    private string Change() => Titles.Change(nouns, _changes++, _offset);

    private List<string> Steps() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Titles.Step(nouns, random))];

    /// <summary>Nobody merges their own work here.</summary>
    private GitPerson Reviewer(GitPerson author) => random.Pick([.. team.Where(person => person != author)]);
}
