namespace Traceboard.Images.Conventions;

/// <summary>
/// A way in which people put a commit SHA into a tag. Another convention is another file beside this one and one line in
/// <see cref="TagConventions"/>.
/// </summary>
internal interface ITagConvention
{
    /// <summary>What people read as the reason why a candidate was seen, such as <c>sha-{sha}</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Finds the runs of hex digits that stand where this convention puts the SHA. <paramref name="tag"/> is in lower case
    /// and at most 128 characters long. Never throws; its time is bounded by the tag's and the pattern's length.
    /// </summary>
    IEnumerable<Range> Find(string tag);
}
