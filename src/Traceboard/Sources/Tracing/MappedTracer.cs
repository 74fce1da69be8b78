using Traceboard.Images;
using Traceboard.Sources.Mapping;

namespace Traceboard.Sources.Tracing;

/// <summary>
/// The tracer over tag conventions, mapping rules and claims. What decides, in this order: an external rule, the
/// reference, the tag with the mapping, the Git host, what registry and workloads claim, and the Git tag of the tag's name.
/// Pure: the same plan and answers always give the same trace.
/// </summary>
internal sealed class MappedTracer(TagReader tags, SourceMapping mapping, ClaimReading claimReading, Reasons reasons, IReadOnlyList<ConfirmedRepository> confirmed) : Tracer
{
    /// <summary>Whoever pushes an image writes its tag, and each candidate costs calls.</summary>
    public const int MostCandidates = 4;

    /// <summary>Builds the tracer from validated options.</summary>
    public static MappedTracer From(SourcesOptions options)
    {
        List<string> faults = [];
        var mapping = SourceMapping.From(options, faults);
        var hosts = options.EffectiveGitHosts();
        var confirmed = ConfirmedRepository.Read(options, faults);
        return faults.Count == 0
            ? new MappedTracer(new TagReader(options.Tags), mapping, new ClaimReading(hosts), new Reasons(hosts), confirmed)
            : throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    public override IReadOnlyList<ConfirmedRepository> Confirmed => confirmed;

    public override TracePlan Plan(string image) => Plan(image, []);

    public override TracePlan Plan(string image, IReadOnlyList<SourceClaim> claims)
    {
        if (!ImageReference.TryParse(image, out var reference))
            return new TracePlan { Image = image, Settled = TraceStatus.NoRevision, Reason = Reasons.Unreadable(image) };

        var match = mapping.Find(reference);
        var reading = tags.Read(reference);
        var plan = new TracePlan { Image = image, Reference = reference, Tag = reading, Rule = match?.Rule, Path = match?.Path };
        if (match is { External: true })
            return plan with { Settled = TraceStatus.External, Reason = Reasons.External(match.Rule) };

        var repositories = claimReading.Repositories(match, claims);
        var leads = claimReading.Read(match, repositories, claims);
        plan = plan with { Claims = leads, Questions = [.. Questions(repositories, plan, leads)] };
        return plan.Questions.Count == 0 ? Settle(plan, match)
            : reading.Kind is TagKind.Candidates ? plan
            : plan with { Otherwise = reading.Kind is TagKind.Moving ? TraceStatus.Moving : TraceStatus.NoRevision };
    }

    public override Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, int digestsOfTag, DateTimeOffset? pendingSince) =>
        Conclude(plan, answer, [.. Enumerable.Range(0, digestsOfTag).Select(n => new SeenDigest("", $"{n}", 0, []))], pendingSince);

    public override Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, IReadOnlyList<SeenDigest> digests, DateTimeOffset? pendingSince)
    {
        var walk = QuestionWalk.Follow(plan, answer);
        var verdict = new Verdict(plan, walk, digests, reasons);
        return verdict.Judge(pendingSince) with { Evidence = [.. TagEvidence.Of(plan, walk, digests), .. ClaimEvidence.Of(plan, walk)] };
    }

    public override IReadOnlyList<MappingRuleUse> UsesOfRules(IEnumerable<string> images) => RuleUses.Of(mapping.Rules, images);

    private TracePlan Settle(TracePlan plan, MappingMatch? match)
    {
        var hasRevision = plan.Tag!.Kind is TagKind.Candidates || plan.Claims.Any(lead => lead is { Sha: not null, Refused: false });
        return (plan.Tag.Kind, match) switch
        {
            (_, null) when hasRevision => plan with { Settled = TraceStatus.Unmapped, Reason = reasons.Unmapped(plan.Reference!) },
            (_, { Choice: { } choice }) when hasRevision => plan with { Settled = TraceStatus.Unmapped, Reason = Reasons.NothingChosen(plan.Reference!, match.Rule, choice) },
            (_, not null) when hasRevision => plan with { Settled = TraceStatus.Unmapped, Reason = Reasons.UnsafeRepository(plan.Reference!, match.Rule) },
            (TagKind.Moving, _) => plan with { Settled = TraceStatus.Moving, Reason = Reasons.Moving(plan.Reference!) },
            _ => plan with { Settled = TraceStatus.NoRevision, Reason = Reasons.NoRevision(plan.Reference!, plan.Tag) },
        };
    }

    /// <summary>Repository by repository: one that is missing takes its other candidates with it, and so saves calls.</summary>
    private static IEnumerable<TraceQuestion> Questions(IReadOnlyList<Repository> repositories, TracePlan plan, IReadOnlyList<ClaimLead> leads)
    {
        foreach (var repository in repositories)
        {
            foreach (var candidate in plan.Tag!.Candidates.Take(MostCandidates))
                yield return new TraceQuestion(repository, candidate.Sha, candidate.Convention);
        }

        foreach (var question in leads.SelectMany(lead => lead.Questions))
            yield return question;
        if (GitTagName.Of(plan.Reference!, plan.Tag!) is not { } name)
            yield break;
        foreach (var repository in repositories)
            yield return new TraceQuestion(repository, TraceQuestion.GitTagPrefix + name, "Git tag of the same name") { Stage = QuestionStage.GitTag };
    }
}
