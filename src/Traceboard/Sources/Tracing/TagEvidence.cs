using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>What the tag gave: every candidate with what came of it, or the tag itself where it holds none.</summary>
internal static class TagEvidence
{
    private const string Kind = "tag";

    public static IReadOnlyList<Evidence> Of(TracePlan plan, QuestionWalk walk, int digestsOfTag)
    {
        if (plan is not { Reference: { } reference, Tag: { } reading })
            return [];
        if (reading.Candidates.Count == 0)
            return [new Evidence(Kind, reference.Tag ?? "", EvidenceVerdict.Unused, Join(reading.Note ?? "holds no commit SHA", Digests(digestsOfTag)))];
        return [.. reading.Candidates.Select((candidate, i) => OfCandidate(candidate, i, plan, walk, digestsOfTag))];
    }

    private static Evidence OfCandidate(CandidateSha candidate, int position, TracePlan plan, QuestionWalk walk, int digestsOfTag)
    {
        AnsweredQuestion[] answered = [.. walk.Answered.Where(a => a.Question.Candidate == candidate.Sha)];
        if (answered.Length == 0)
            return new Evidence(Kind, candidate.Sha, EvidenceVerdict.Unused, Join($"found by {candidate.Convention}", WhyNotAsked(position, plan, walk)));

        string[] said = [.. answered.Select(Said)];
        var verdict = EvidenceVerdict.Unused;
        if (walk.Found is not null && answered.Contains(walk.Answered[^1]))
            verdict = EvidenceVerdict.Confirmed;
        else if (answered.Any(a => a.Answer is CommitAnswer.NotFound or CommitAnswer.Found))
            verdict = EvidenceVerdict.Refuted;

        var notes = verdict is EvidenceVerdict.Confirmed ? Join(Digests(digestsOfTag), DirtyTree.Note(plan.Reference!.Tag!.ToLowerInvariant())) : "";
        return new Evidence(Kind, candidate.Sha, verdict, Join([$"found by {candidate.Convention}", .. said, notes]));
    }

    private static string WhyNotAsked(int position, TracePlan plan, QuestionWalk walk) => plan.Settled switch
    {
        TraceStatus.External => "not asked: the image is external",
        TraceStatus.Unmapped => "not asked: no mapping rule gives its repository",
        _ when walk.Found is not null => "also in the tag; another candidate was confirmed",
        _ when position >= MappedTracer.MostCandidates => $"not asked: only the first {MappedTracer.MostCandidates} candidates of a tag are",
        _ when walk.Due is not null => "not asked yet",
        _ => "not asked: its repository cannot be read",
    };

    private static string Said(AnsweredQuestion answered)
    {
        var (question, answer) = answered;
        return answer switch
        {
            CommitAnswer.Found found when QuestionWalk.Confirms(found.Commit, question) => $"{question.Repository} has the commit {found.Commit.Revision.Sha}",
            CommitAnswer.Found found => $"refused: {question.Repository.Host} answered with {found.Commit.Revision.Sha} of {found.Commit.Revision.Repository}, which is not what was asked for",
            CommitAnswer.NotFound => $"{question.Repository} has no commit that starts with it",
            CommitAnswer.Ambiguous => $"{question.Repository} has more than one commit that starts with it",
            CommitAnswer.RepositoryMissing => $"{question.Repository} does not exist or the token may not read it",
            _ => $"{question.Repository.Host} refuses to answer for {question.Repository.Path}",
        };
    }

    private static string? Digests(int digests) =>
        digests > 1 ? $"seen with {digests} digests under one tag (rebuilt, or one per architecture)" : null;

    private static string Join(params IEnumerable<string?> parts) => string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
