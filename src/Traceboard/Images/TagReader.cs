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
        Match[] matches = [.. Likeliest(Matches(clean))];
        if (matches.Length > 0)
        {
            CandidateSha[] candidates = [.. matches.Select(match => new CandidateSha(match.Sha, match.Convention, match.Doubt is not null) { Doubt = match.Doubt })];
            return new TagReading(TagKind.Candidates, candidates, Join(DirtyTree.Note(lowered), DoubtOf(matches)));
        }

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
                    yield return Match.Of(tag, start, length, convention.Name);
            }
        }
    }

    /// <summary>
    /// What the tag announces as a SHA first; then what reads as nothing else; then left to right, the longest first. What
    /// is doubtful comes late because each wrong guess costs a call to the Git host.
    /// </summary>
    private static IEnumerable<Match> Likeliest(IEnumerable<Match> matches) => matches
        .OrderByDescending(match => match.Announced)
        .ThenBy(match => match.Doubt is not null)
        .ThenBy(match => match.Start)
        .ThenByDescending(match => match.Sha.Length)
        .DistinctBy(match => match.Sha, StringComparer.Ordinal);

    private static string? DoubtOf(Match[] matches) =>
        Array.Find(matches, match => match.Doubt is not null) is { } doubtful ? $"{doubtful.Sha} {doubtful.Doubt}" : null;

    private static string? Join(params string?[] notes) =>
        string.Join("; ", notes.Where(note => note is not null)) is { Length: > 0 } joined ? joined : null;

    private sealed record Match(string Sha, string Convention, int Start, bool Announced, string? Doubt)
    {
        public static Match Of(string tag, int start, int length, string convention)
        {
            var sha = tag.Substring(start, length);
            var announced = Announcement.Ends(tag[..start]);
            return new Match(sha, convention, start, announced, announced ? null : Uuid.Holds(tag, start) ? "is a part of a UUID" : Images.Doubt.About(sha));
        }
    }
}
