namespace Traceboard.Sources.Tracing;

/// <summary>
/// Follows the questions of a plan through what is known: one by one in order, until nothing further can change the
/// outcome or an answer is missing. What agrees with a confirmed commit is not asked for. A repository that is missing
/// or closed is not asked for anything further.
/// </summary>
internal sealed record QuestionWalk
{
    /// <summary>Questions with a usable answer, in order.</summary>
    public required IReadOnlyList<AnsweredQuestion> Answered { get; init; }

    /// <summary>The confirmed commits, each with the question that found it; the strongest evidence first.</summary>
    public IReadOnlyList<FoundCommit> Commits { get; init; } = [];

    /// <summary>The commit of the strongest evidence, or null.</summary>
    public Commit? Found => Commits.Count > 0 ? Commits[0].Commit : null;

    /// <summary>The question whose answer is missing, or null.</summary>
    public TraceQuestion? Due { get; init; }

    /// <summary>What the last try at <see cref="Due"/> failed for, or null.</summary>
    public string? Failure { get; init; }

    public static QuestionWalk Follow(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer)
    {
        var walker = new Walker(answer);
        walker.Ask(plan.Questions.Where(question => question.Stage is QuestionStage.Tag));
        foreach (var lead in plan.Claims.Where(lead => lead.Questions.Count > 0))
        {
            if (!walker.Commits.Exists(found => lead.Agrees(found.Commit.Revision.Sha)))
                walker.Ask(lead.Questions);
        }

        if (walker.Commits.Count == 0)
            walker.Ask(plan.Questions.Where(question => question.Stage is QuestionStage.GitTag));
        return new QuestionWalk { Answered = walker.Answered, Commits = walker.Commits, Due = walker.Due, Failure = walker.Failure };
    }

    /// <summary>
    /// The last guard against a wrong name: whatever the Git host's client let through, the commit counts only when it
    /// comes from the repository that was asked and, unless a Git tag was asked for, its full SHA starts with the candidate.
    /// </summary>
    public static bool Confirms(Commit commit, TraceQuestion question) =>
        question.Candidate.Length > 0
        && CommitSha.IsFull(commit.Revision.Sha.Value)
        && (question.GitTag is { Length: > 0 } || commit.Revision.Sha.StartsWith(question.Candidate))
        && string.Equals(commit.Revision.Repository.Host, question.Repository.Host, StringComparison.OrdinalIgnoreCase)
        && string.Equals(commit.Revision.Repository.Path, question.Repository.Path, StringComparison.OrdinalIgnoreCase);

    private sealed class Walker(Func<TraceQuestion, CommitAnswer?> answer)
    {
        private readonly HashSet<Repository> _closed = [];
        private readonly HashSet<(Repository Repository, string Candidate)> _asked = [];

        public List<AnsweredQuestion> Answered { get; } = [];

        public List<FoundCommit> Commits { get; } = [];

        public TraceQuestion? Due { get; private set; }

        public string? Failure { get; private set; }

        /// <summary>Asks one after another until one is found; once an answer is missing, nothing further.</summary>
        public void Ask(IEnumerable<TraceQuestion> questions)
        {
            foreach (var question in questions)
            {
                if (Due is not null)
                    return;
                // A claim may ask what the tag has asked: then the answer is known, and was no.
                if (!_asked.Add((question.Repository, question.Candidate)))
                    continue;

                var said = answer(question);
                if (said is null or CommitAnswer.Failed)
                {
                    if (!_closed.Contains(question.Repository))
                        (Due, Failure) = (question, (said as CommitAnswer.Failed)?.Detail);
                    continue;
                }

                Answered.Add(new AnsweredQuestion(question, said));
                if (said is CommitAnswer.Found found && Confirms(found.Commit, question))
                {
                    Commits.Add(new FoundCommit(question, found.Commit));
                    return;
                }

                if (said is CommitAnswer.RepositoryMissing or CommitAnswer.Forbidden)
                    _closed.Add(question.Repository);
            }
        }
    }
}

/// <summary>A question with what the Git host said.</summary>
internal sealed record AnsweredQuestion(TraceQuestion Question, CommitAnswer Answer);

/// <summary>A confirmed commit with the question that found it.</summary>
internal sealed record FoundCommit(TraceQuestion Question, Commit Commit);
