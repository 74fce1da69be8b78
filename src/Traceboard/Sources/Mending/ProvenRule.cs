using Traceboard.Images;

namespace Traceboard.Sources.Mending;

/// <summary>Reads a mapping rule off images whose repository is proven.</summary>
internal static class ProvenRule
{
    private const string Capture = "{repo}";

    /// <summary>
    /// The rule that the nearest proven image of the same registry follows, or null where none can be read off: only a
    /// name that ends as its repository ends tells how the two belong together.
    /// </summary>
    public static string? For(ImageReference reference, IEnumerable<ProvenSource> proven)
    {
        string[] name = [reference.Registry, .. reference.Repository.Split('/')];
        var nearest = proven
            .Select(source => (Name: source.Name.Split('/'), source.Repository))
            .Where(source => string.Equals(source.Name[0], name[0], StringComparison.Ordinal) && source.Name.Length == name.Length && Ends(source.Name, source.Repository))
            .OrderByDescending(source => source.Name.Zip(name).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count())
            .ThenBy(source => source.Repository.ToString(), StringComparer.Ordinal)
            .FirstOrDefault();
        if (nearest.Name is null)
            return null;
        string[] theirs = nearest.Repository.Path.Split('/')[..^1];
        var groups = nearest.Name[1..^1];
        var owner = groups.AsSpan().SequenceEqual(theirs)
            ? name[1..^1]
            : groups.AsSpan().SequenceEqual(name.AsSpan()[1..^1]) || groups.Length == 0 ? theirs : null;
        return owner is null || owner.Length == 0
            ? null
            : $$"""{ "Image": "{{string.Join('/', [.. name[..^1], Capture])}}", "Repository": "{{nearest.Repository.Host}}:{{string.Join('/', owner)}}/{{Capture}}" }""";
    }

    private static bool Ends(string[] name, Repository repository) =>
        repository.Path.Contains('/', StringComparison.Ordinal) && string.Equals(name[^1], repository.Path.Split('/')[^1], StringComparison.OrdinalIgnoreCase);
}
