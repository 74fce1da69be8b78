namespace Traceboard.Images.Conventions;

/// <summary>
/// What <c>git describe</c> marks with a <c>g</c>, anywhere between separators: <c>v1.2.3-14-gabc1234-arm64</c>, and the
/// <c>202507230709.p2.gb25fbf7.assembly.stream</c> of Red Hat's builds.
/// </summary>
internal sealed class Described : ITagConvention
{
    public string Name => "git describe";

    public IEnumerable<Range> Find(string tag)
    {
        for (var start = 0; start < tag.Length;)
        {
            var end = tag.AsSpan(start).IndexOfAny('-', '.', '_') is >= 0 and var length ? start + length : tag.Length;
            var digits = end - start - 1;
            if (start > 0 && tag[start] == 'g' && Candidate.IsLength(digits, Candidate.LeastLength) && tag.AsSpan(start + 1, digits).IndexOfAnyExcept(Candidate.HexDigits) < 0)
                yield return (start + 1)..end;
            start = end + 1;
        }
    }
}
