namespace Traceboard.Sources.Mapping;

/// <summary>
/// The path of a repository on a Git host. Captures come from image names, and whoever pushes images chooses those: what
/// is not plainly a path never gets near an address.
/// </summary>
internal static class RepositoryPath
{
    private const int LongestPath = 255;
    private const int MostSegments = 21;

    /// <summary>Whether the path has two or more plain segments: no empty ones, no <c>.</c> or <c>..</c>, no character that an address gives a meaning to.</summary>
    public static bool IsSafe(string path) =>
        path.Length <= LongestPath && path.Split('/') is { Length: >= 2 and <= MostSegments } segments && segments.All(IsSafeSegment);

    public static bool IsSafeSegment(string segment) =>
        segment.Length > 0 && segment[0] is not '-' && segment.Any(c => c is not '.') && segment.All(c => c is '.' or '-' or '_' || char.IsAsciiLetterOrDigit(c));
}
