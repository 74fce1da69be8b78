namespace Traceboard.Tests.Images;

/// <summary>A line of <c>Testdata/tags.tsv</c>: an image seen in the wild, and what its tag is to be read as.</summary>
public sealed record TagRow(string Image, string Kind, string Candidates, string Note)
{
    public static IReadOnlyList<TagRow> All { get; } = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Testdata", "tags.tsv"))
        .Where(line => line is { Length: > 0 } && line[0] is not '#')
        .Select(line => line.Split('\t'))
        .Select(cells => new TagRow(cells[0], cells[1], cells.ElementAtOrDefault(2) ?? "", cells.ElementAtOrDefault(3) ?? ""))];
}
