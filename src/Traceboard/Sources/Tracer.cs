using Traceboard.Images;

namespace Traceboard.Sources;

/// <summary>
/// The way from an image to a commit, in two pure steps: <see cref="Plan"/> reads the reference, the tag and the
/// mapping rules and says what must be asked; <see cref="Conclude"/> turns the answers into a <see cref="Trace"/>.
/// Between the two, History remembers questions and answers, so a known answer is never asked for again.
/// </summary>
public abstract class Tracer
{
    /// <summary>Reads an image as its pod's spec holds it. Never asks anybody.</summary>
    public abstract TracePlan Plan(string image);

    /// <summary>
    /// Concludes from what is remembered. <paramref name="answer"/> returns what the host said to a question, or null
    /// while it was not asked successfully. <paramref name="digestsOfTag"/> is the number of digests seen under this
    /// very image reference; <paramref name="pendingSince"/> tells since when a pending question waits.
    /// </summary>
    public abstract Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, int digestsOfTag, DateTimeOffset? pendingSince);
}

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

    /// <summary>The outcome where nothing needs to be asked (External, Moving, NoRevision, Unmapped), else null.</summary>
    public TraceStatus? Settled { get; init; }

    /// <summary>Why it is settled and what to do next; null where it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Questions in the order they are to be asked; the first that is found wins and later ones are then not asked.
    /// Several candidates and, for a GitLab registry, several project paths (longest first) make several questions.
    /// </summary>
    public IReadOnlyList<TraceQuestion> Questions { get; init; } = [];

    /// <summary>
    /// The one question that is due next, given what is known, or null when no further answer can change the outcome.
    /// Asking only this one, and then again, keeps calls to a Git host few. <paramref name="answer"/> is as in
    /// <see cref="Tracer.Conclude"/>; a failed answer counts as none.
    /// </summary>
    public TraceQuestion? NextQuestion(Func<TraceQuestion, CommitAnswer?> answer) => Tracing.QuestionWalk.Follow(this, answer).Due;
}

/// <summary>One question to a Git host.</summary>
/// <param name="Repository">The mapped repository.</param>
/// <param name="Candidate">The candidate SHA.</param>
/// <param name="Convention">The tag convention that found it.</param>
public sealed record TraceQuestion(Repository Repository, string Candidate, string Convention);
