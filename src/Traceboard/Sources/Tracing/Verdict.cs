using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>Judges what the questions of a plan brought.</summary>
internal sealed class Verdict(TracePlan plan, QuestionWalk walk, IReadOnlyList<SeenDigest> digests, Reasons reasons)
{
    public Trace Judge(DateTimeOffset? pendingSince)
    {
        if (plan.Settled is TraceStatus.External || plan.Reference is null)
            return new Trace { Status = plan.Settled!.Value, Reason = plan.Reason };
        if (walk.Due is { } due && (walk.Commits.Count == 0 || HasMoved))
            return new Trace { Status = TraceStatus.Pending, Reason = Reasons.Pending(due, walk.Failure), PendingSince = pendingSince };
        if (HasMoved)
            return new Trace { Status = TraceStatus.Moving, Reason = Reasons.SeveralDigests(plan.Reference, digests) };
        if (plan.Settled is { } settled)
            return new Trace { Status = settled, Reason = plan.Reason };
        if (IsConflict)
            return new Trace { Status = TraceStatus.Conflict, Reason = Reasons.Conflict(plan, walk) };
        return walk.Commits.Count > 0
            ? new Trace { Status = TraceStatus.Traced, Commit = walk.Found, Via = ClaimEvidence.KindOf(plan, walk.Commits[0].Question) }
            : Nothing();
    }

    /// <summary>
    /// Whether the tag was seen with two builds. Only labels can then still tell the commit: each build's own must be
    /// confirmed, and all must name the same.
    /// </summary>
    private bool HasMoved
    {
        get
        {
            if (plan.Reference is not { Digest: null } || digests.DistinctBy(digest => digest.Build, StringComparer.Ordinal).Count() < 2)
                return false;
            if (walk.Commits.Count == 0 || IsConflict)
                return true;

            var sha = walk.Commits[0].Commit.Revision.Sha;
            var told = plan.Claims.Where(lead => lead.Agrees(sha)).Select(lead => lead.Claim.Origin).ToHashSet(StringComparer.Ordinal);
            return digests.GroupBy(digest => digest.Build, StringComparer.Ordinal).Any(build => !build.Any(digest => told.Contains(digest.Digest)));
        }
    }

    /// <summary>
    /// Whether confirmed commits differ, or the only confirmed one is a claim against what the tag plainly says. A claim
    /// that the host does not confirm is no conflict: labels are inherited from base images, tags are not.
    /// </summary>
    private bool IsConflict
    {
        get
        {
            if (walk.Commits.DistinctBy(found => found.Commit.Revision.Sha).Count() > 1)
                return true;
            if (walk.Commits is not [{ Question.Stage: QuestionStage.Claim } only])
                return false;
            CandidateSha[] plain = [.. plan.Tag!.Candidates.Where(candidate => !candidate.Doubtful)];
            return plain.Length > 0 && !Array.Exists(plain, candidate => only.Commit.Revision.Sha.StartsWith(candidate.Sha));
        }
    }

    private Trace Nothing()
    {
        if (Refused<CommitAnswer.OtherRepository>() is { } other)
            return new Trace { Status = TraceStatus.Conflict, Reason = Reasons.OwnSentence(((CommitAnswer.OtherRepository)other.Answer).Detail) };
        if (Refused<CommitAnswer.Ambiguous>() is { } ambiguous)
            return new Trace { Status = TraceStatus.Ambiguous, Reason = Reasons.Ambiguous(ambiguous.Question) };
        if (Refused<CommitAnswer.Forbidden>() is { } forbidden)
            return new Trace { Status = TraceStatus.Forbidden, Reason = reasons.Forbidden(forbidden) };
        return plan.Otherwise switch
        {
            TraceStatus.Moving => new Trace { Status = TraceStatus.Moving, Reason = Reasons.Moving(plan.Reference!) },
            TraceStatus.NoRevision => new Trace { Status = TraceStatus.NoRevision, Reason = Reasons.NoGitTag(plan, walk.Answered) },
            _ => NotFound(),
        };
    }

    private Trace NotFound()
    {
        AnsweredQuestion[] asked = [.. walk.Answered.Where(answered => answered.Question.GitTag is null)];
        AnsweredQuestion[] without = [.. asked.Where(answered => answered.Answer is not CommitAnswer.RepositoryMissing)];
        if (without.Length == 0)
            return new Trace { Status = TraceStatus.NotFound, Reason = reasons.RepositoryMissing(plan, asked) };

        var doubtful = without.All(answered => plan.Tag!.Candidates.Any(candidate => candidate.Doubtful && candidate.Sha == answered.Question.Candidate));
        return doubtful
            ? new Trace { Status = TraceStatus.NoRevision, Reason = Reasons.DoubtfulOnly(plan, without) }
            : new Trace { Status = TraceStatus.NotFound, Reason = Reasons.NotFound(plan, without) };
    }

    private AnsweredQuestion? Refused<T>()
        where T : CommitAnswer => walk.Answered.FirstOrDefault(answered => answered.Answer is T);
}
