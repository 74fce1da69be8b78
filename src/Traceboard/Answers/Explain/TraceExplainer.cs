namespace Traceboard.Answers;

/// <summary>Explains one image step by step, from what is remembered; asks the Git host only where it was never asked.</summary>
public abstract class TraceExplainer
{
    /// <summary>How long a person is kept waiting for one answer of a Git host.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The explanation.</summary>
    public Task<TraceExplanation> ExplainAsync(string image, CancellationToken cancellationToken) => ExplainAsync(image, _ => { }, cancellationToken);

    /// <summary>The explanation; each step is told as soon as it is taken, a question before it is asked.</summary>
    public abstract Task<TraceExplanation> ExplainAsync(string image, Action<TraceStep> tell, CancellationToken cancellationToken);
}

/// <summary>The step-by-step explanation of one image.</summary>
/// <param name="Image">The image asked for.</param>
/// <param name="Reference">Its normalised form, or null where it does not parse.</param>
/// <param name="Steps">What was done, in order.</param>
/// <param name="Trace">The verdict.</param>
public sealed record TraceExplanation(string Image, string? Reference, IReadOnlyList<TraceStep> Steps, TraceAnswer Trace);

/// <summary>A step of the explanation.</summary>
/// <param name="Name"><c>reference</c>, <c>tag</c>, <c>rule</c>, <c>evidence</c>, <c>question</c>, <c>answer</c> or <c>verdict</c>.</param>
/// <param name="Outcome">What came of it, in a sentence.</param>
public sealed record TraceStep(string Name, string Outcome);
