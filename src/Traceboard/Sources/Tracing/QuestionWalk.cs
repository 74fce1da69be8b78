namespace Traceboard.Sources.Tracing;

/// <summary>
/// Follows the questions of a plan through what is known: one by one in order, until a commit is found or an answer is
/// missing. A repository that is missing or closed is not asked for further candidates.
/// </summary>
internal sealed record QuestionWalk
{
    /// <summary>Questions with a usable answer, in order.</summary>
    public required IReadOnlyList<AnsweredQuestion> Answered { get; init; }

    /// <summary>The confirmed commit, or null.</summary>
    public Commit? Found { get; init; }

    /// <summary>The question whose answer is missing, or null.</summary>
    public TraceQuestion? Due { get; init; }

    /// <summary>What the last try at <see cref="Due"/> failed for, or null.</summary>
    public string? Failure { get; init; }

    public static QuestionWalk Follow(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer)
    {
        var answered = new List<AnsweredQuestion>();
        var closed = new HashSet<Repository>();
        foreach (var question in plan.Questions)
        {
            var said = answer(question);
            var isUnknown = said is null or CommitAnswer.Failed;
            if (isUnknown && closed.Contains(question.Repository))
                continue;
            if (isUnknown)
                return new QuestionWalk { Answered = answered, Due = question, Failure = (said as CommitAnswer.Failed)?.Detail };

            answered.Add(new AnsweredQuestion(question, said!));
            if (said is CommitAnswer.Found found && Confirms(found.Commit, question))
                return new QuestionWalk { Answered = answered, Found = found.Commit };
            if (said is CommitAnswer.RepositoryMissing or CommitAnswer.Forbidden)
                closed.Add(question.Repository);
        }

        return new QuestionWalk { Answered = answered };
    }

    /// <summary>
    /// The last guard against a wrong name: whatever the Git host's client let through, the commit counts only when its
    /// full SHA starts with the candidate and it comes from the repository that was asked.
    /// </summary>
    public static bool Confirms(Commit commit, TraceQuestion question) =>
        question.Candidate.Length > 0
        && CommitSha.IsFull(commit.Revision.Sha.Value)
        && commit.Revision.Sha.StartsWith(question.Candidate)
        && string.Equals(commit.Revision.Repository.Host, question.Repository.Host, StringComparison.OrdinalIgnoreCase)
        && string.Equals(commit.Revision.Repository.Path, question.Repository.Path, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A question with what the Git host said.</summary>
internal sealed record AnsweredQuestion(TraceQuestion Question, CommitAnswer Answer);
