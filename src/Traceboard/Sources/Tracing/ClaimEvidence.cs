namespace Traceboard.Sources.Tracing;

/// <summary>What registry and workloads claimed, and the Git tag of the tag's name, each with what came of it.</summary>
internal static class ClaimEvidence
{
    private const string GitTag = "gitTag";

    public static IEnumerable<Evidence> Of(TracePlan plan, QuestionWalk walk)
    {
        foreach (var lead in plan.Claims)
            yield return OfClaim(lead, walk);
        if (plan.Questions.FirstOrDefault(question => question.Stage is QuestionStage.GitTag) is { GitTag: { } name })
            yield return OfGitTag(name, walk);
    }

    /// <summary>The kind of evidence that a question belongs to.</summary>
    public static string KindOf(TracePlan plan, TraceQuestion question) => question.Stage switch
    {
        QuestionStage.GitTag => GitTag,
        QuestionStage.Claim => plan.Claims.First(lead => lead.Questions.Contains(question)).Claim.Kind,
        _ => TagEvidence.Kind,
    };

    private static Evidence OfClaim(ClaimLead lead, QuestionWalk walk)
    {
        var claim = lead.Claim;
        var value = claim.Revision ?? claim.Source ?? claim.Version ?? "";
        var who = $"{claim.Keys} of {claim.Origin}";
        if (lead.Unused is { } unused)
            return new Evidence(claim.Kind, value, lead.Refused ? EvidenceVerdict.Refuted : EvidenceVerdict.Unused, $"{who}: {unused}");

        if (walk.Commits.FirstOrDefault(found => lead.Agrees(found.Commit.Revision.Sha)) is { } agreed)
        {
            return new Evidence(claim.Kind, value, EvidenceVerdict.Confirmed, lead.Questions.Contains(agreed.Question)
                ? $"{who}: {TagEvidence.Said(agreed.Question, new CommitAnswer.Found(agreed.Commit))}"
                : $"{who}: agrees with {agreed.Commit.Revision.Sha}");
        }

        string[] said = [.. walk.Answered.Where(answered => answered.Question.Candidate == lead.Sha).Select(answered => TagEvidence.Said(answered.Question, answered.Answer))];
        var refuted = walk.Answered.Any(answered => answered.Question.Candidate == lead.Sha && answered.Answer is CommitAnswer.NotFound or CommitAnswer.Found);
        return said.Length == 0
            ? new Evidence(claim.Kind, value, EvidenceVerdict.Unused, $"{who}: {(walk.Due is null ? "not asked: its repository cannot be read" : "not asked yet")}")
            : new Evidence(claim.Kind, value, refuted ? EvidenceVerdict.Refuted : EvidenceVerdict.Unused, $"{who}: {string.Join("; ", said)}");
    }

    private static Evidence OfGitTag(string name, QuestionWalk walk)
    {
        AnsweredQuestion[] answered = [.. walk.Answered.Where(answer => answer.Question.Stage is QuestionStage.GitTag)];
        if (answered.Length == 0)
            return new Evidence(GitTag, name, EvidenceVerdict.Unused, walk.Commits.Count > 0 ? "not asked: stronger evidence was confirmed" : "not asked yet");

        var found = walk.Commits.FirstOrDefault(commit => commit.Question.Stage is QuestionStage.GitTag);
        var verdict = found is not null ? EvidenceVerdict.Confirmed
            : Array.Exists(answered, answer => answer.Answer is CommitAnswer.NotFound or CommitAnswer.Found) ? EvidenceVerdict.Refuted
            : EvidenceVerdict.Unused;
        var said = string.Join("; ", answered.Select(answer => TagEvidence.Said(answer.Question, answer.Answer)));
        return new Evidence(GitTag, name, verdict, found is null ? said : $"via Git tag: {said}; a Git tag can be moved, a SHA cannot");
    }
}
