using Microsoft.EntityFrameworkCore;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Images;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Answers.Explain;

/// <summary>
/// Goes the way from an image to its commit aloud. What a Git host said before is not asked again; what it says now is
/// remembered where the queue would have written it.
/// </summary>
internal sealed class RememberedTraceExplainer(IDbContextFactory<TraceboardContext> contexts, Tracer tracer, TracePlans plans, QuestionAsker asker, Attention attention, TimeProvider time) : TraceExplainer
{
    private const int MostQuestions = 20;

    public override async Task<TraceExplanation> ExplainAsync(string image, Action<TraceStep> tell, CancellationToken cancellationToken)
    {
        image = image.Trim();
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await plans.ReadAsync(database, image, cancellationToken);
        var steps = new List<TraceStep>();
        Take(Reference(plan));
        if (plan.Reference is not null)
        {
            Take(Tag(plan));
            Take(Rule(plan));
            foreach (var claim in plan.Claims)
                Take(Claim(claim));
        }

        var said = new Dictionary<TraceQuestion, CommitAnswer>();
        await WalkAsync(database, plan, Take, said, cancellationToken);
        var digests = await SeenDigests.OfAsync(database, [image], cancellationToken);
        var trace = tracer.Conclude(plan, said.GetValueOrDefault, digests.GetValueOrDefault(image, []), said.Values.Any(answer => answer is CommitAnswer.Failed) ? time.GetUtcNow() : null);
        if (trace.Status == TraceStatus.Pending)
            attention.LookFor(plan.Questions.Select(question => question.Candidate));
        Take(new TraceStep("verdict", Verdict(trace)));
        return new TraceExplanation(image, plan.Reference?.ToString(), steps, TraceAnswers.Of(trace));

        void Take(TraceStep step)
        {
            steps.Add(step);
            tell(step);
        }
    }

    private async Task WalkAsync(
        TraceboardContext database, TracePlan plan, Action<TraceStep> take, Dictionary<TraceQuestion, CommitAnswer> said, CancellationToken cancellationToken)
    {
        if (plan.Settled is not null)
            return;
        while (said.Count < MostQuestions && plan.NextQuestion(said.GetValueOrDefault) is { } question && !said.ContainsKey(question))
        {
            take(new TraceStep("question", question.GitTag is { } tag
                ? $"Does {question.Repository} have a Git tag {tag}, with or without v, and to which commit does it lead?"
                : $"Does {question.Repository} have a commit that begins with {question.Candidate}?"));
            var (answer, how) = await asker.AskAsync(database, plan.Image, question, cancellationToken);
            take(new TraceStep("answer", $"{how} {Sentence(answer)}"));
            said[question] = answer;
        }
    }

    private static TraceStep Reference(TracePlan plan) => new("reference", plan.Reference is { } reference
        ? $"{(string.Equals(plan.Image, reference.ToString(), StringComparison.Ordinal) ? plan.Image : $"{plan.Image} means {reference}")}: registry {reference.Registry}, repository {reference.Repository}, {(reference.Tag is null ? "no tag" : $"tag {reference.Tag}")}{(reference.Digest is null ? "" : $", digest {reference.Digest}")}."
        : $"{plan.Image} is not an image reference: write it as [registry/]repository[:tag][@digest].");

    private static TraceStep Tag(TracePlan plan)
    {
        var note = plan.Tag?.Note is { Length: > 0 } text ? $" ({text})" : "";
        return new TraceStep("tag", plan.Tag switch
        {
            { Kind: TagKind.Moving } => $"The tag moves: what it names today is not what it named yesterday{note}.",
            { Kind: TagKind.Fixed } => $"The tag holds nothing that could be a commit's SHA{note}.",
            { Candidates: { Count: > 0 } candidates } =>
                $"The tag may hold a commit's SHA: {string.Join(", or ", candidates.Select(candidate => $"{candidate.Sha} by the convention {candidate.Convention}{(candidate.Doubtful ? ", doubtful" : "")}"))}{note}.",
            _ => "There is no tag to read.",
        });
    }

    private static TraceStep Claim(ClaimLead lead)
    {
        var claim = lead.Claim;
        var says = string.Join(", ", new[] { ("revision", claim.Revision), ("source", claim.Source), ("version", claim.Version) }
            .Where(part => !string.IsNullOrWhiteSpace(part.Item2)).Select(part => $"{part.Item1} {part.Item2}"));
        return new TraceStep("evidence", $"{claim.Kind} {claim.Keys} of {claim.Origin} says {says}{(lead.Unused is { } unused ? $"; {unused}" : "")}.");
    }

    private static TraceStep Rule(TracePlan plan) => new("rule", plan switch
    {
        { Settled: TraceStatus.External } => $"The rule \"{plan.Rule}\" says that it is someone else's image.",
        { Rule: { } rule, Questions.Count: > 0 } => $"The rule \"{rule}\" maps it to {string.Join(", else ", plan.Questions.Select(question => question.Repository).Distinct())}.",
        { Rule: { } rule } => $"The rule \"{rule}\" matches.",
        _ => "No mapping rule matches.",
    });

    private static string Sentence(CommitAnswer answer) => answer switch
    {
        CommitAnswer.Found found => $"Yes: {found.Commit.Revision.Sha}, \"{found.Commit.Title}\" by {found.Commit.Author.Name}.",
        CommitAnswer.NotFound other => Said("No such commit", other.Detail),
        CommitAnswer.OtherRepository other => Said("Not believed", other.Detail),
        CommitAnswer.Ambiguous other => Said("More than one commit begins so", other.Detail),
        CommitAnswer.RepositoryMissing other => Said("Not known", other.Detail),
        CommitAnswer.Forbidden other => Said("The host refuses", other.Detail),
        CommitAnswer.Failed other => Said("It is not known", other.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An answer of an unknown kind."),
    };

    private static string Said(string what, string detail) => string.IsNullOrWhiteSpace(detail) ? $"{what}." : $"{what}: {detail.Trim().TrimEnd('.')}.";

    private static string Verdict(Trace trace) => trace is { Status: TraceStatus.Traced, Commit: { } commit }
        ? $"Traced: {commit.Revision.Repository} at {commit.Revision.Sha}, \"{commit.Title}\" by {commit.Author.Name}{Request(commit)}."
        : $"{trace.Status}: {trace.Reason}";

    private static string Request(Commit commit) => commit switch
    {
        { MergeRequestStatus: MergeRequestStatus.Merged, MergeRequest: { } request } =>
            $", brought by merge request {request.Number}{(request.MergedBy is { } merger ? $", merged by {merger.Name}" : "")}",
        { MergeRequestStatus: MergeRequestStatus.Pending, MergeRequest: { } request } => $", part of merge request {request.Number}, which is not merged yet",
        { MergeRequestStatus: MergeRequestStatus.None } => ", pushed without a merge request",
        _ => ", its merge request is not known yet",
    };
}
