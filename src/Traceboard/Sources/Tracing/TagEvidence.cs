using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>What the tag gave: every candidate with what came of it, or the tag itself where it holds none.</summary>
internal static class TagEvidence
{
    public const string Kind = "tag";

    public static IReadOnlyList<Evidence> Of(TracePlan plan, QuestionWalk walk, IReadOnlyList<SeenDigest> digests)
    {
        if (plan is not { Reference: { } reference, Tag: { } reading })
            return [];
        if (reading.Candidates.Count == 0)
            return [new Evidence(Kind, reference.Tag ?? "", EvidenceVerdict.Unused, Join(reading.Note ?? "holds no commit SHA", Digests(digests)))];
        return [.. reading.Candidates.Select((candidate, i) => OfCandidate(candidate, i, plan, walk, digests))];
    }

    private static Evidence OfCandidate(CandidateSha candidate, int position, TracePlan plan, QuestionWalk walk, IReadOnlyList<SeenDigest> digests)
    {
        AnsweredQuestion[] answered = [.. walk.Answered.Where(a => a.Question.Candidate == candidate.Sha && a.Question.Stage is QuestionStage.Tag)];
        if (answered.Length == 0)
            return new Evidence(Kind, candidate.Sha, EvidenceVerdict.Unused, Join($"found by {candidate.Convention}", WhyNotAsked(position, plan, walk)));

        string[] said = [.. answered.Select(a => Said(a.Question, a.Answer))];
        var verdict = EvidenceVerdict.Unused;
        if (walk.Commits.Any(found => answered.Any(a => a.Question == found.Question)))
            verdict = EvidenceVerdict.Confirmed;
        else if (answered.Any(a => a.Answer is CommitAnswer.NotFound or CommitAnswer.Found))
            verdict = EvidenceVerdict.Refuted;

        var notes = verdict is EvidenceVerdict.Confirmed ? Join(Digests(digests), DirtyTree.Note(plan.Reference!.Tag!.ToLowerInvariant())) : "";
        return new Evidence(Kind, candidate.Sha, verdict, Join([$"found by {candidate.Convention}", .. said, notes]));
    }

    private static string WhyNotAsked(int position, TracePlan plan, QuestionWalk walk) => plan.Settled switch
    {
        TraceStatus.External => "not asked: the image is external",
        TraceStatus.Unmapped => "not asked: no mapping rule gives its repository",
        _ when walk.Commits is [{ Question.Stage: QuestionStage.Tag }, ..] => "also in the tag; another candidate was confirmed",
        _ when position >= MappedTracer.MostCandidates => $"not asked: only the first {MappedTracer.MostCandidates} candidates of a tag are",
        _ when walk.Due is not null => "not asked yet",
        _ => "not asked: its repository cannot be read",
    };

    /// <summary>What the Git host said to a question, in a clause.</summary>
    public static string Said(TraceQuestion question, CommitAnswer answer)
    {
        var asked = question.GitTag is { } tag ? $"Git tag {tag}" : "commit that starts with it";
        return answer switch
        {
            CommitAnswer.Found found when !QuestionWalk.Confirms(found.Commit, question) => $"refused: {question.Repository.Host} answered with {found.Commit.Revision.Sha} of {found.Commit.Revision.Repository}, which is not what was asked for",
            CommitAnswer.Found found when question.GitTag is not null => $"the {asked} of {question.Repository} leads to the commit {found.Commit.Revision.Sha}",
            CommitAnswer.Found found => $"{question.Repository} has the commit {found.Commit.Revision.Sha}",
            CommitAnswer.NotFound not when StrayCommit.IsToldBy(not.Detail) => $"{question.Repository} is not proven to hold the {asked}: {not.Detail.TrimEnd('.')}",
            CommitAnswer.OtherRepository => $"{question.Repository} is another repository than before, and nothing of it is believed until it is confirmed",
            CommitAnswer.NotFound => $"{question.Repository} has no {asked}",
            CommitAnswer.Ambiguous => $"{question.Repository} has more than one {asked}",
            CommitAnswer.RepositoryMissing => $"{question.Repository} does not exist or the token may not read it",
            _ => $"{question.Repository.Host} refuses to answer for {question.Repository.Path}",
        };
    }

    private static string? Digests(IReadOnlyList<SeenDigest> digests) =>
        digests.Count > 1 ? $"seen with {digests.Count} digests under one tag (rebuilt, or one per architecture)" : null;

    private static string Join(params IEnumerable<string?> parts) => string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
