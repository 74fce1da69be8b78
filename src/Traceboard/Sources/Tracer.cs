using Traceboard.Images;

namespace Traceboard.Sources;

/// <summary>
/// The way from an image to a commit, in two pure steps: <see cref="Plan(string)"/> reads the reference, the tag and the
/// mapping rules and says what must be asked; <c>Conclude</c> turns the answers into a <see cref="Trace"/>.
/// Between the two, History remembers questions and answers, so a known answer is never asked for again.
/// </summary>
public abstract class Tracer
{
    /// <summary>Raised when mapping rules or tag patterns were changed: plans made before are to be made anew. Handlers must be quick and must not throw.</summary>
    public event Action? RulesChanged;

    /// <summary>The repositories whose number an administrator confirms. A change of them counts as one of the rules.</summary>
    public virtual IReadOnlyList<ConfirmedRepository> Confirmed => [];

    /// <summary>Reads an image as its pod's spec holds it. Never asks anybody.</summary>
    public abstract TracePlan Plan(string image);

    /// <summary>Reads an image together with what its registry and its workloads claim. Never asks anybody.</summary>
    public virtual TracePlan Plan(string image, IReadOnlyList<SourceClaim> claims) => Plan(image);

    /// <summary>
    /// Concludes from what is remembered. <paramref name="answer"/> returns what the host said to a question, or null
    /// while it was not asked successfully. <paramref name="digestsOfTag"/> is the number of digests seen under this
    /// very image reference; <paramref name="pendingSince"/> tells since when a pending question waits.
    /// </summary>
    public abstract Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, int digestsOfTag, DateTimeOffset? pendingSince);

    /// <summary>Concludes knowing which digests were seen under this very image reference, and where each of them runs.</summary>
    public virtual Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, IReadOnlyList<SeenDigest> digests, DateTimeOffset? pendingSince) =>
        Conclude(plan, answer, digests.Count, pendingSince);

    /// <summary>Each mapping rule, in order, with the images that it decides, and those that earlier rules take from it.</summary>
    public virtual IReadOnlyList<MappingRuleUse> UsesOfRules(IEnumerable<string> images) => [];

    /// <summary>Raises <see cref="RulesChanged"/>.</summary>
    protected void OnRulesChanged() => RulesChanged?.Invoke();
}

/// <summary>A digest seen under an image reference.</summary>
/// <param name="Digest">The digest that the container runtime told.</param>
/// <param name="Build">The same for digests known to be one build, such as those of one multi-platform index.</param>
/// <param name="Pods">Pods that run it now.</param>
/// <param name="Workloads">Where they run, as <c>cluster/namespace/Kind/name</c>; some of them where there are many.</param>
public sealed record SeenDigest(string Digest, string Build, int Pods, IReadOnlyList<string> Workloads);

/// <summary>What must be asked to trace an image, and how it was arrived at.</summary>
public sealed record TracePlan
{
    /// <summary>The image as written.</summary>
    public required string Image { get; init; }

    /// <summary>The parsed reference, or null where it does not parse.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>What the tag says.</summary>
    public TagReading? Tag { get; init; }

    /// <summary>The mapping rule that matched, as configured (or <c>built in: …</c>), or null.</summary>
    public string? Rule { get; init; }

    /// <summary>Where in the repository the rule says that the image is built from, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The outcome where nothing needs to be asked (External, Moving, NoRevision, Unmapped), else null.</summary>
    public TraceStatus? Settled { get; init; }

    /// <summary>Why it is settled and what to do next; null where it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Questions in the order they are to be asked: the tag's candidates, of which the first that is found wins; then
    /// claims that do not agree with it; then, where nothing was found, the Git tag of the image tag's name. Several
    /// candidates and, for a GitLab registry, several project paths (longest first) make several questions.
    /// </summary>
    public IReadOnlyList<TraceQuestion> Questions { get; init; } = [];

    /// <summary>What registry and workloads claim, with what is to be asked for each claim.</summary>
    internal IReadOnlyList<Tracing.ClaimLead> Claims { get; init; } = [];

    /// <summary>The outcome where questions are asked and nothing is found, if the tag itself holds no candidate; else null.</summary>
    internal TraceStatus? Otherwise { get; init; }

    /// <summary>
    /// The one question that is due next, given what is known, or null when no further answer can change the outcome.
    /// Asking only this one, and then again, keeps calls to a Git host few. <paramref name="answer"/> is as in
    /// <c>Tracer.Conclude</c>; a failed answer counts as none.
    /// </summary>
    public TraceQuestion? NextQuestion(Func<TraceQuestion, CommitAnswer?> answer) => Tracing.QuestionWalk.Follow(this, answer).Due;
}

/// <summary>One question to a Git host.</summary>
/// <param name="Repository">The mapped repository.</param>
/// <param name="Candidate">The candidate SHA, or a Git tag as <c>refs/tags/1.2.3</c>.</param>
/// <param name="Convention">The tag convention that found it, or the keys of the claim.</param>
public sealed record TraceQuestion(Repository Repository, string Candidate, string Convention)
{
    /// <summary>What a candidate begins with that is the name of a Git tag.</summary>
    public const string GitTagPrefix = "refs/tags/";

    /// <summary>The name of the Git tag that is asked for, or null where it is a commit by its SHA.</summary>
    public string? GitTag => GitTagOf(Candidate);

    /// <summary>What it is asked for.</summary>
    internal Tracing.QuestionStage Stage { get; init; }

    /// <summary>The name of the Git tag that a candidate means, or null where it means a SHA.</summary>
    public static string? GitTagOf(string candidate) =>
        candidate.StartsWith(GitTagPrefix, StringComparison.Ordinal) ? candidate[GitTagPrefix.Length..] : null;
}
