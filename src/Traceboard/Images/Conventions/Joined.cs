namespace Traceboard.Images.Conventions;

/// <summary>
/// A SHA joined to the word that announces it, anywhere between separators: <c>sha860c190</c>, <c>1.2.3-git860c190</c>,
/// <c>build42.commit860c190</c>.
/// </summary>
internal sealed class Joined : ITagConvention
{
    public string Name => "sha, git, commit or rev before the digits";

    public IEnumerable<Range> Find(string tag)
    {
        for (var start = 0; start < tag.Length;)
        {
            var end = tag.AsSpan(start).IndexOfAny('-', '.', '_') is >= 0 and var length ? start + length : tag.Length;
            if (Announcement.WordBefore(tag[start..end]) is { } word
                && Candidate.IsLength(end - start - word.Length, Candidate.LeastLength)
                && tag.AsSpan((start + word.Length)..end).IndexOfAnyExcept(Candidate.HexDigits) < 0)
            {
                yield return (start + word.Length)..end;
            }

            start = end + 1;
        }
    }
}
