using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Traceboard.Images;

namespace Traceboard.Tests.Images;

public sealed class TagReaderTests
{
    private static readonly TagReader Reader = new([]);

    public static TheoryData<TagRow> Rows => [.. TagRow.All];

    [Fact]
    public void The_table_has_not_shrunk() => Assert.True(TagRow.All.Count >= 300, $"{TagRow.All.Count} rows");

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Tags_seen_in_the_wild_are_read_as_people_meant_them(TagRow row)
    {
        Assert.Equal(row.Kind is not "Unreadable", ImageReference.TryParse(row.Image, out var reference));
        var reading = reference is null ? Reader.Read(row.Image[(row.Image.LastIndexOf(':') + 1)..]) : Reader.Read(reference);

        Assert.Equal(row.Kind is "Unreadable" ? "Fixed" : row.Kind, reading.Kind.ToString());
        Assert.Equal(row.Candidates, string.Join(',', reading.Candidates.Select(candidate => (candidate.Doubtful ? "~" : "") + candidate.Sha)));
        Assert.Contains(row.Note, reading.Note ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_candidate_tells_the_convention_that_found_it()
    {
        Assert.Equal("sha-{sha}", Reader.Read("sha-860c190").Candidates[0].Convention);
        Assert.Equal("*-g{sha}", Reader.Read("v1.2.3-14-gabc1234").Candidates[0].Convention);
        Assert.Equal("{sha}", Reader.Read("1ecfd275").Candidates[0].Convention);
    }

    [Fact]
    public void Configured_patterns_stand_alone()
    {
        var reader = new TagReader(["rel_{sha:6}"]);
        Assert.Equal("3bd8a5", Assert.Single(reader.Read("REL_3bd8a5").Candidates).Sha);
        Assert.Equal(TagKind.Fixed, reader.Read("main-1a2b3c4").Kind);
    }

    [Fact]
    public void Without_a_tag_latest_is_meant()
    {
        Assert.Equal(TagKind.Moving, Reader.Read((string?)null).Kind);
        Assert.Equal(TagKind.Moving, Reader.Read("").Kind);
    }

    [Property(MaxTest = 2000)]
    public Property Any_tag_that_is_a_SHA_is_found() => Prop.ForAll(Hex(7, 40), sha =>
        new TagReader(["{sha}"]).Read(sha).Candidates is [var alone] && IsSame(alone.Sha, sha) && Reader.Read(sha).Candidates is [var byDefault] && IsSame(byDefault.Sha, sha));

    [Property(MaxTest = 2000)]
    public Property A_SHA_between_words_is_found(bool behind) => Prop.ForAll(Hex(7, 40), Gen.Elements("main", "v1.2.3", "prod-eu", "42", "release_x", "pr-7").ToArbitrary(), (sha, word) =>
        Reader.Read(behind ? $"{word}-{sha}" : $"{sha}-{word}").Candidates.Any(candidate => IsSame(candidate.Sha, sha)));

    [Property(MaxTest = 1000)]
    public Property A_SHA_joined_to_the_word_that_announces_it_is_found_without_a_doubt() => Prop.ForAll(Hex(7, 40), Gen.Elements("sha", "git", "commit", "rev", "1.2.3-git", "build42.commit").ToArbitrary(), (sha, word) =>
        Reader.Read(word + sha).Candidates.Any(candidate => IsSame(candidate.Sha, sha) && !candidate.Doubtful));

    [Property(MaxTest = 2000)]
    public Property What_could_be_a_SHA_is_never_looked_for_among_git_tags() => Prop.ForAll(Hex(7, 40), sha =>
        !ImageReference.TryParse("registry.example.com/a:" + sha, out var reference) || GitTagName.Of(reference, Reader.Read(reference)) is not { } name || Doubt.IsDate(name));

    [Property(MaxTest = 1000)]
    public Property Three_part_versions_are_looked_for_and_lines_of_versions_are_not() => Prop.ForAll(Gen.Choose(0, 999).Three().ToArbitrary(), Gen.Elements("", "v").ToArbitrary(), (version, v) =>
        Looked($"{v}{version.Item1}.{version.Item2}.{version.Item3}") is not null && Looked($"{v}{version.Item1}.{version.Item2}") is null && Looked($"{v}{version.Item1}") is null);

    [Property(MaxTest = 5000)]
    public Property A_candidate_is_a_part_of_the_tag_and_never_a_part_of_a_longer_run() => Prop.ForAll(Tags(), tag =>
    {
        var reading = Reader.Read(tag);
        var lowered = tag.ToLowerInvariant();
        return reading.Candidates.All(candidate =>
                   candidate.Sha.Length is (>= 7 and <= 40) or 64
                   && candidate.Sha.All(char.IsAsciiHexDigitLower)
                   && lowered.Contains(candidate.Sha, StringComparison.Ordinal))
               && reading.Candidates.DistinctBy(candidate => candidate.Sha, StringComparer.Ordinal).Count() == reading.Candidates.Count
               && (reading.Kind is TagKind.Candidates) == (reading.Candidates.Count > 0);
    });

    [Property(MaxTest = 3000)]
    public bool Any_text_gets_a_reading(string? text) => Reader.Read(text) is not null;

    [Property(MaxTest = 1000)]
    public Property Versions_are_never_split() => Prop.ForAll(
        Gen.Choose(0, 99_999_999).Three().ToArbitrary(),
        version => Reader.Read($"{version.Item1}.{version.Item2}.{version.Item3}").Candidates.Count == 0 && Reader.Read($"v{version.Item1}.{version.Item2}").Candidates.Count == 0);

    private static string? Looked(string tag) =>
        ImageReference.TryParse("registry.example.com/a:" + tag, out var reference) ? GitTagName.Of(reference, Reader.Read(reference)) : null;

    private static bool IsSame(string candidate, string sha) =>
        candidate.Equals(sha, StringComparison.OrdinalIgnoreCase) && !candidate.Any(char.IsAsciiLetterUpper);

    private static Arbitrary<string> Hex(int least, int most) => (
        from length in Gen.Choose(least, most)
        from digits in Gen.Elements("0123456789abcdefABCDEF".ToCharArray()).ArrayOf(length)
        select new string(digits)).Where(hex => !hex.Contains("dirty", StringComparison.Ordinal)).ToArbitrary();

    private static Arbitrary<string> Tags() => (
        from parts in Gen.OneOf(Hex(1, 64).Generator, Gen.Elements("main", "g", "sha", "v1", "2.3", "dirty", "20240131", "latest", "gabc1234")).NonEmptyListOf()
        from separator in Gen.Elements("-", ".", "_", "--")
        select string.Join(separator, parts.Take(12))).ToArbitrary();
}
