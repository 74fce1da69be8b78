using System.Diagnostics.CodeAnalysis;

namespace Traceboard.Images;

/// <summary>
/// The grammar of distribution/reference, as container runtimes apply it to a pod's <c>image</c>. Written by hand: one
/// pass from left to right, so hostile text costs no more than its length.
/// </summary>
internal static class ImageReferenceGrammar
{
    public const int LongestTag = 128;

    private const int LongestText = 1024;
    private const int LongestHost = 255;
    private const int LongestRepository = 255;
    private const string DefaultRegistry = "docker.io";

    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        if (text is null or { Length: 0 or > LongestText })
            return false;

        var (name, tag, digest) = Split(text);
        if (tag is not null && !IsTag(tag) || digest is not null && !IsDigest(digest))
            return false;

        // A bare image id would otherwise pass for a repository of Docker Hub.
        if (name.Length == 64 && name.All(char.IsAsciiHexDigitLower))
            return false;

        var (registry, repository) = SplitRegistry(name);
        if (!IsHost(registry) || !IsRepository(repository))
            return false;

        reference = new ImageReference { Registry = registry, Repository = repository, Tag = tag, Digest = digest };
        return true;
    }

    public static bool IsTag(ReadOnlySpan<char> tag) =>
        tag.Length is > 0 and <= LongestTag && tag[0] is not ('-' or '.') && !tag.ContainsAnyExcept(TagCharacters);

    private static readonly System.Buffers.SearchValues<char> TagCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    private static (string Name, string? Tag, string? Digest) Split(string text)
    {
        string? digest = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            (text, digest) = (text[..at], text[(at + 1)..]);

        // A colon before the last slash belongs to the registry's port or IPv6 address.
        var colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf('/') ? (text[..colon], text[(colon + 1)..], digest) : (text, null, digest);
    }

    private static (string Registry, string Repository) SplitRegistry(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];

        // Runtimes take ACME/shop for a registry called ACME. In lower case it would name another image, of Docker Hub, so it is refused as an upper-case repository.
        var isRegistry = first.AsSpan().ContainsAny('.', ':') || first is "localhost";
        var registry = isRegistry ? first.ToLowerInvariant() : DefaultRegistry;
        var repository = isRegistry ? name[(slash + 1)..] : name;

        if (registry is "index.docker.io")
            registry = DefaultRegistry;
        if (registry is DefaultRegistry && !repository.Contains('/', StringComparison.Ordinal))
            repository = "library/" + repository;
        return (registry, repository);
    }

    private static bool IsHost(string host)
    {
        if (host.Length > LongestHost)
            return false;
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            return end > 1 && host[1..end].All(c => c is ':' || char.IsAsciiHexDigit(c)) && IsPort(host[(end + 1)..]);
        }

        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 || IsPort(host[colon..])) && (colon < 0 ? host : host[..colon]).Split('.').All(IsHostLabel);
    }

    private static bool IsPort(string port) => port.Length == 0 || (port.Length > 1 && port[0] == ':' && port.Skip(1).All(char.IsAsciiDigit));

    private static bool IsHostLabel(string label) =>
        label.Length > 0 && label.All(c => c is '-' || char.IsAsciiLetterOrDigit(c)) && label[0] != '-' && label[^1] != '-';

    private static bool IsRepository(string repository) =>
        repository.Length is > 0 and <= LongestRepository && repository.Split('/').All(IsPathComponent);

    /// <summary>Runs of lower-case letters and digits, joined by one dot, one or two underscores, or any number of hyphens.</summary>
    private static bool IsPathComponent(string component)
    {
        var i = 0;
        while (true)
        {
            var run = i;
            while (i < component.Length && (char.IsAsciiLetterLower(component[i]) || char.IsAsciiDigit(component[i])))
                i++;
            if (i == run)
                return false;
            if (i == component.Length)
                return true;

            var separator = i;
            while (i < component.Length && component[i] == component[separator])
                i++;
            var allowed = component[separator] switch { '.' => 1, '_' => 2, '-' => int.MaxValue, _ => 0 };
            if (i - separator > allowed)
                return false;
        }
    }

    private static bool IsDigest(string digest)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        var digits = colon < 0 ? 0 : digest[..colon] switch { "sha256" => 64, "sha384" => 96, "sha512" => 128, _ => 0 };
        return digits > 0 && digest.Length == colon + 1 + digits && digest.Skip(colon + 1).All(char.IsAsciiHexDigitLower);
    }
}
