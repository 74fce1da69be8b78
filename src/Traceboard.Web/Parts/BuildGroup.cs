using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>What is told once though several containers or digests share it: one commit, or one ghost.</summary>
/// <param name="Builds">The builds; at least one.</param>
public sealed record BuildGroup(IReadOnlyList<BuildAnswer> Builds)
{
    /// <summary>The one that speaks for all.</summary>
    public BuildAnswer First => Builds[0];

    /// <summary>Names of its containers.</summary>
    public IReadOnlyList<string> Containers { get; } =
        [.. Builds.Select(build => Wording.Plain(build.Container)).Distinct(StringComparer.Ordinal)];

    /// <summary>Its digests with the pods of each; a pod with two such containers counts once.</summary>
    public IReadOnlyList<(string? Digest, int Pods)> Digests { get; } =
        [.. Builds.GroupBy(build => build.Digest, StringComparer.Ordinal).Select(same => (same.Key, same.Max(build => build.Pods)))];

    /// <summary>Pods that run it.</summary>
    public int Pods => Digests.Sum(digest => digest.Pods);

    /// <summary>Groups in the order of their builds. A commit is one per image and digest, a ghost one per image.</summary>
    public static IReadOnlyList<BuildGroup> Of(IEnumerable<BuildAnswer> builds) =>
        [.. builds.GroupBy(build => (build.Image, Digest: build.Trace.Status == "Traced" ? build.Digest : null)).Select(group => new BuildGroup([.. group]))];
}
