using System.Buffers;

namespace Traceboard.Images.Conventions;

/// <summary>What a run of hex digits must be to stand for a commit SHA.</summary>
internal static class Candidate
{
    public const int LeastLength = 7;

    private const int Sha1Length = 40;
    private const int Sha256Length = 64;

    public static SearchValues<char> HexDigits { get; } = SearchValues.Create("0123456789abcdef");

    /// <summary>Git abbreviates to any length; nobody abbreviates a SHA-256 name beyond 40, so between 41 and 63 it is something else.</summary>
    public static bool IsLength(int length, int least) => (length >= least && length <= Sha1Length) || length == Sha256Length;
}
