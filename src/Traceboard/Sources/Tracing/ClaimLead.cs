namespace Traceboard.Sources.Tracing;

/// <summary>A claim, with what is to be asked for it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Sha">The SHA, or its beginning, that its revision holds; null where it holds none.</param>
/// <param name="Questions">What to ask, in order; empty where the claim is not used.</param>
/// <param name="Unused">Why it is not used, in a sentence; null where it is.</param>
/// <param name="Refused">Whether it is not used because it must not be believed.</param>
internal sealed record ClaimLead(SourceClaim Claim, string? Sha, IReadOnlyList<TraceQuestion> Questions, string? Unused = null, bool Refused = false)
{
    /// <summary>Whether the claim says the same as a confirmed commit.</summary>
    public bool Agrees(CommitSha sha) => Unused is null && Sha is not null && sha.StartsWith(Sha);
}

/// <summary>What a question is asked for.</summary>
internal enum QuestionStage
{
    /// <summary>A candidate in the image's tag.</summary>
    Tag,

    /// <summary>A claim of its registry or of a workload.</summary>
    Claim,

    /// <summary>The Git tag of the image tag's name.</summary>
    GitTag,
}
