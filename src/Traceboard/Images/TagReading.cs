namespace Traceboard.Images;

/// <summary>What a tag says by itself, before anybody was asked.</summary>
/// <param name="Kind">Whether the tag moves, is fixed without a SHA, or holds candidates.</param>
/// <param name="Candidates">Candidate SHAs, lower case, the likeliest first. Empty unless <see cref="TagKind.Candidates"/>.</param>
/// <param name="Note">Why, for a person: "latest moves", "looks like a date", "mangled by scientific notation", "built from a dirty tree"; or null.</param>
public sealed record TagReading(TagKind Kind, IReadOnlyList<CandidateSha> Candidates, string? Note = null);

/// <summary>Kinds of tags.</summary>
public enum TagKind
{
    /// <summary><c>latest</c>, no tag, or a well-known branch name.</summary>
    Moving,

    /// <summary>A fixed tag that holds nothing like a SHA.</summary>
    Fixed,

    /// <summary>At least one candidate.</summary>
    Candidates,
}

/// <summary>A part of a tag that may be an abbreviated commit SHA: 6 to 40 (or 64) lower-case hex digits.</summary>
/// <param name="Sha">The hex digits.</param>
/// <param name="Convention">Name of the convention that found it, such as <c>sha-{sha}</c>.</param>
/// <param name="Doubtful">True for what also reads as a date, a number or a word: only the Git host can tell.</param>
public sealed record CandidateSha(string Sha, string Convention, bool Doubtful = false)
{
    /// <summary>What else it reads as, such as "reads as a date"; null where <see cref="Doubtful"/> is false.</summary>
    public string? Doubt { get; init; }
}
