namespace Traceboard.Images;

/// <summary>The <c>dirty</c> that git describe and Skaffold append when files were changed but not committed.</summary>
internal static class DirtyTree
{
    private const string Dirty = "dirty";

    public static string Strip(string tag) =>
        tag.Length > Dirty.Length + 1 && tag.EndsWith(Dirty, StringComparison.Ordinal) && tag[^(Dirty.Length + 1)] is '-' or '.' or '_'
            ? tag[..^(Dirty.Length + 1)]
            : tag;

    public static string? Note(string tag) =>
        tag.Split('-', '.', '_') is { Length: > 1 } words && words.Contains(Dirty, StringComparer.Ordinal)
            ? "built from a dirty tree: the commit is only a lower bound"
            : null;
}
