using System.Buffers;
using System.Security.Cryptography;

namespace Traceboard.Sources.Registries;

/// <summary>The digest of some content: an algorithm and the hash, as <c>sha256:…</c>.</summary>
internal static class ContentDigest
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether the text is a digest of an algorithm that can be verified.</summary>
    public static bool IsValid(string? digest) =>
        digest is not null && digest.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && digest.Length == colon + 1 + (digest[..colon] switch { "sha256" => 64, "sha512" => 128, _ => int.MinValue })
        && !digest.AsSpan(colon + 1).ContainsAnyExcept(HexDigits);

    /// <summary>Whether the bytes are what the digest names.</summary>
    public static bool Names(string digest, ReadOnlySpan<byte> content) => IsValid(digest) && string.Equals(digest, digest[..digest.IndexOf(':', StringComparison.Ordinal)] switch
    {
        "sha512" => "sha512:" + Convert.ToHexStringLower(SHA512.HashData(content)),
        _ => Of(content),
    }, StringComparison.Ordinal);

    /// <summary>The SHA-256 digest of the bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
