namespace Traceboard.Web.Parts;

/// <summary>Shortens image references for display; what they mean is decided elsewhere.</summary>
public static class ImageWords
{
    /// <summary><c>:tag</c> of the image, or the beginning of its digest.</summary>
    public static string Tag(string image)
    {
        var (name, digest) = Split(image);
        var colon = name.LastIndexOf(':');
        if (colon > name.LastIndexOf('/'))
            return Wording.Plain(name[colon..]);
        return digest is null ? ":latest" : Wording.Plain(digest.Length > 14 ? digest[..14] : digest);
    }

    /// <summary>The first seven digits of a digest; empty where it is not known.</summary>
    public static string Short(string? digest) => Wording.Short(Wording.Plain(digest?[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..]));

    /// <summary>The last segment of its repository.</summary>
    public static string Name(string image)
    {
        var name = WithoutTag(image);
        return name[(name.LastIndexOf('/') + 1)..];
    }

    /// <summary>The reference without tag and digest.</summary>
    public static string WithoutTag(string image)
    {
        var name = Split(image).Name;
        var colon = name.LastIndexOf(':');
        return Wording.Plain(colon > name.LastIndexOf('/') ? name[..colon] : name);
    }

    private static (string Name, string? Digest) Split(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? (image, null) : (image[..at], image[(at + 1)..]);
    }
}
