using System.Globalization;

namespace Traceboard.Sources;

/// <summary>What is said of a commit that a host shows through a repository, while nothing proves that the repository holds it.</summary>
internal static class StrayCommit
{
    private const string Beginning = "The Git host knows such a commit, but ";

    public const string Why =
        "Only a fork may have it, or it was force-pushed away, or it is the trial merge of a request that was built before it was merged. "
        + "Push the commit to a branch of the repository, or build images from branches and from the head of requests.";

    /// <summary>The answer; <paramref name="lookedAt"/> ends "no … holds it".</summary>
    public static CommitAnswer.NotFound Answer(string lookedAt, MergeRequest? fromFork = null) => new(fromFork is null
        ? $"{Beginning}{lookedAt}."
        : $"{Beginning}only request {fromFork.Number.ToString(CultureInfo.InvariantCulture)}, which comes from a fork and is not merged, has it.");

    /// <summary>Whether a stored detail is such an answer's.</summary>
    public static bool IsToldBy(string detail) => detail.StartsWith(Beginning, StringComparison.Ordinal);
}
