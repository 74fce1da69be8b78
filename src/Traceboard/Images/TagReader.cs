using Traceboard.Images.Conventions;

namespace Traceboard.Images;

/// <summary>
/// Reads what a tag says by itself, by the configured conventions. Pure: no clock, no I/O, and never an exception, whatever
/// the text; its time is bounded by the lengths of tag and patterns.
/// </summary>
internal sealed class TagReader
{
    private readonly IReadOnlyList<ITagConvention> _conventions;

    /// <summary>Takes patterns as configured; none: the default ones.</summary>
    /// <exception cref="FormatException">A pattern is wrong.</exception>
    public TagReader(IEnumerable<string> patterns) => _conventions = TagConventions.From(patterns);

    /// <summary>Reads the tag of a reference. A digest pins the image, so nothing moves then.</summary>
    public TagReading Read(ImageReference reference)
    {
        if (reference.Digest is null)
            return Read(reference.Tag);
        if (reference.Tag is null)
            return new TagReading(TagKind.Fixed, [], "pinned by digest alone, without a tag");

        var reading = Read(reference.Tag);
        return reading.Kind is TagKind.Moving
            ? new TagReading(TagKind.Fixed, [], $"pinned by digest; the tag {reference.Tag} says nothing")
            : reading;
    }

    /// <summary>Reads a tag. Null is "no tag", which runtimes take for <c>latest</c>.</summary>
    public TagReading Read(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
            return new TagReading(TagKind.Moving, [], "without a tag, latest is meant, and latest moves");
        if (!ImageReferenceGrammar.IsTag(tag))
            return new TagReading(TagKind.Fixed, [], ScientificNotation.Explain(tag) ?? "not a valid tag");

        var lowered = tag.ToLowerInvariant();
        var clean = DirtyTree.Strip(lowered);
        CandidateSha[] candidates = [.. Likeliest(Matches(clean))];
        if (candidates.Length > 0)
            return new TagReading(TagKind.Candidates, candidates, Join(DirtyTree.Note(lowered), DoubtOf(candidates)));

        return MovingTags.Explain(lowered) is { } moving
            ? new TagReading(TagKind.Moving, [], moving)
            : new TagReading(TagKind.Fixed, [], Join(DirtyTree.Note(lowered), FixedTags.Explain(clean)));
    }

    private IEnumerable<Match> Matches(string tag)
    {
        foreach (var convention in _conventions)
        {
            foreach (var range in convention.Find(tag))
            {
                var (start, length) = range.GetOffsetAndLength(tag.Length);
                if (!FixedTags.IsDigestOfImage(tag, start))
                    yield return new Match(tag.Substring(start, length), convention.Name, start, IsAnnounced(tag[..start]));
            }
        }
    }

    /// <summary>
    /// What the tag announces as a SHA first; then what reads as nothing else; then left to right, the longest first. What
    /// is doubtful comes late because each wrong guess costs a call to the Git host.
    /// </summary>
    private static IEnumerable<CandidateSha> Likeliest(IEnumerable<Match> matches) => matches
        .Select(match => (Match: match, Doubtful: !match.Announced && Doubt.About(match.Sha) is not null))
        .OrderByDescending(seen => seen.Match.Announced)
        .ThenBy(seen => seen.Doubtful)
        .ThenBy(seen => seen.Match.Start)
        .ThenByDescending(seen => seen.Match.Sha.Length)
        .DistinctBy(seen => seen.Match.Sha, StringComparer.Ordinal)
        .Select(seen => new CandidateSha(seen.Match.Sha, seen.Match.Convention, seen.Doubtful));

    /// <summary>Whether <c>sha-</c>, <c>git-</c>, <c>commit-</c>, <c>rev-</c> or git describe's <c>g</c> stands right before.</summary>
    private static bool IsAnnounced(string before)
    {
        if (before.EndsWith('g'))
            return before.Length == 1 || before[^2] is '-' or '.' or '_';
        var word = before.TrimEnd('-', '.', '_').Split('-', '.', '_')[^1];
        return before.Length > word.Length && word is "sha" or "sha1" or "git" or "commit" or "rev";
    }

    private static string? DoubtOf(CandidateSha[] candidates) =>
        candidates.FirstOrDefault(candidate => candidate.Doubtful) is { } doubtful ? $"{doubtful.Sha} {Doubt.About(doubtful.Sha)}" : null;

    private static string? Join(params string?[] notes) =>
        string.Join("; ", notes.Where(note => note is not null)) is { Length: > 0 } joined ? joined : null;

    private sealed record Match(string Sha, string Convention, int Start, bool Announced);
}
