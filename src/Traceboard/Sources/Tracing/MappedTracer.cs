using Traceboard.Images;
using Traceboard.Sources.Mapping;

namespace Traceboard.Sources.Tracing;

/// <summary>
/// The tracer over tag conventions and mapping rules. What decides, in this order: an external rule, the reference, the
/// tag, the mapping, the Git host. Pure: the same plan and answers always give the same trace.
/// </summary>
internal sealed class MappedTracer(TagReader tags, SourceMapping mapping, Reasons reasons) : Tracer
{
    /// <summary>Whoever pushes an image writes its tag, and each candidate costs calls.</summary>
    public const int MostCandidates = 4;

    /// <summary>Builds the tracer from validated options.</summary>
    public static MappedTracer From(SourcesOptions options)
    {
        List<string> faults = [];
        var mapping = SourceMapping.From(options, faults);
        return faults.Count == 0
            ? new MappedTracer(new TagReader(options.Tags), mapping, new Reasons(options.EffectiveGitHosts()))
            : throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    public override TracePlan Plan(string image)
    {
        if (!ImageReference.TryParse(image, out var reference))
            return new TracePlan { Image = image, Settled = TraceStatus.NoRevision, Reason = Reasons.Unreadable(image) };

        var match = mapping.Find(reference);
        var reading = tags.Read(reference);
        var plan = new TracePlan { Image = image, Reference = reference, Tag = reading, Rule = match?.Rule };
        return match switch
        {
            { External: true } => plan with { Settled = TraceStatus.External, Reason = Reasons.External(match.Rule) },
            _ when reading.Kind is TagKind.Moving => plan with { Settled = TraceStatus.Moving, Reason = Reasons.Moving(reference) },
            _ when reading.Kind is TagKind.Fixed => plan with { Settled = TraceStatus.NoRevision, Reason = Reasons.NoRevision(reference, reading) },
            null => plan with { Settled = TraceStatus.Unmapped, Reason = reasons.Unmapped(reference) },
            { Repositories: [] } => plan with { Settled = TraceStatus.Unmapped, Reason = Reasons.UnsafeRepository(reference, match.Rule) },
            _ => plan with { Questions = [.. Questions(match.Repositories, reading.Candidates)] },
        };
    }

    public override Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, int digestsOfTag, DateTimeOffset? pendingSince)
    {
        var walk = QuestionWalk.Follow(plan, answer);
        var trace = Judge(plan, walk, pendingSince) with { Evidence = TagEvidence.Of(plan, walk, digestsOfTag) };
        return trace.Status is TraceStatus.NoRevision && digestsOfTag > 1 && plan.Reference is { Tag: not null, Digest: null } reference
            ? trace with { Status = TraceStatus.Moving, Reason = Reasons.SeveralDigests(reference, digestsOfTag) }
            : trace;
    }

    private Trace Judge(TracePlan plan, QuestionWalk walk, DateTimeOffset? pendingSince)
    {
        if (plan.Settled is { } settled)
            return new Trace { Status = settled, Reason = plan.Reason };
        if (walk.Found is { } commit)
            return new Trace { Status = TraceStatus.Traced, Commit = commit };
        if (walk.Due is { } due)
            return new Trace { Status = TraceStatus.Pending, Reason = Reasons.Pending(due, walk.Failure), PendingSince = pendingSince };

        return Refused<CommitAnswer.Ambiguous>(walk) is { } ambiguous ? new Trace { Status = TraceStatus.Ambiguous, Reason = Reasons.Ambiguous(ambiguous.Question) }
            : Refused<CommitAnswer.Forbidden>(walk) is { } forbidden ? new Trace { Status = TraceStatus.Forbidden, Reason = reasons.Forbidden(forbidden) }
            : NotFound(plan, walk);
    }

    private Trace NotFound(TracePlan plan, QuestionWalk walk)
    {
        AnsweredQuestion[] without = [.. walk.Answered.Where(answered => answered.Answer is not CommitAnswer.RepositoryMissing)];
        if (without.Length == 0)
            return new Trace { Status = TraceStatus.NotFound, Reason = reasons.RepositoryMissing(plan, walk.Answered) };

        var doubtful = without.All(answered => plan.Tag!.Candidates.Any(candidate => candidate.Doubtful && candidate.Sha == answered.Question.Candidate));
        return doubtful
            ? new Trace { Status = TraceStatus.NoRevision, Reason = Reasons.DoubtfulOnly(plan, without) }
            : new Trace { Status = TraceStatus.NotFound, Reason = Reasons.NotFound(plan, without) };
    }

    private static AnsweredQuestion? Refused<T>(QuestionWalk walk)
        where T : CommitAnswer => walk.Answered.FirstOrDefault(answered => answered.Answer is T);

    /// <summary>Repository by repository: one that is missing takes its other candidates with it, and so saves calls.</summary>
    private static IEnumerable<TraceQuestion> Questions(IReadOnlyList<Repository> repositories, IReadOnlyList<CandidateSha> candidates) =>
        from repository in repositories
        from candidate in candidates.Take(MostCandidates)
        select new TraceQuestion(repository, candidate.Sha, candidate.Convention);
}
