using Traceboard.Clusters;
using Traceboard.Sources.Mending;

namespace Traceboard.Answers;

/// <summary>Every image that is not traced, with the reason and the mend, and how large the share is that can be traced.</summary>
public sealed record UntraceableAnswer
{
    /// <summary>The oldest proof among the clusters, or null when there is none yet.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>The worst freshness among the clusters.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>Traced pods of the pods that should be traceable, from 0 to 1; null without any. Images of someone else's do not count.</summary>
    public required double? Score { get; init; }

    /// <summary>Pods that should be traceable.</summary>
    public required int Pods { get; init; }

    /// <summary>Of these, pods traced to a commit.</summary>
    public required int TracedPods { get; init; }

    /// <summary>Images by reason: the reason with most pods first, then what waits for a Git host, last what is someone else's.</summary>
    public required IReadOnlyList<UntraceableGroup> Groups { get; init; }

    /// <summary>The share of each namespace, worst first.</summary>
    public required IReadOnlyList<ShareAnswer> Namespaces { get; init; }

    /// <summary>The share of each team, worst first; pods without a team under an empty name.</summary>
    public required IReadOnlyList<ShareAnswer> Teams { get; init; }

    /// <summary>The share of each of the last 90 days that were counted, oldest first.</summary>
    public required IReadOnlyList<DailyShareAnswer> Days { get; init; }
}

/// <summary>Images with the same reason.</summary>
/// <param name="Status">Moving, NoRevision, Unmapped, NotFound, Ambiguous, Forbidden, Conflict, Pending or External.</param>
/// <param name="Pods">Pods that run them.</param>
/// <param name="Images">The images, those with most pods first.</param>
public sealed record UntraceableGroup(string Status, int Pods, IReadOnlyList<UntraceableImage> Images);

/// <summary>An image that is not traced.</summary>
public sealed record UntraceableImage
{
    /// <summary>Image as the spec asks for it.</summary>
    public required string Image { get; init; }

    /// <summary>Pods that run it.</summary>
    public required int Pods { get; init; }

    /// <summary>Namespaces it runs in, by name, over all clusters.</summary>
    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>Environments it runs in.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>Services that run it.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>Teams that own them.</summary>
    public required IReadOnlyList<string> Teams { get; init; }

    /// <summary>Why it is not traced, and the next step.</summary>
    public required string? Reason { get; init; }

    /// <summary>How to mend it; null where there is nothing to mend.</summary>
    public required Mend? Fix { get; init; }
}

/// <summary>A traceable share.</summary>
/// <param name="Name">Name of the team, or the namespace; empty for pods without a team.</param>
/// <param name="Pods">Pods that should be traceable.</param>
/// <param name="TracedPods">Of these, pods traced to a commit.</param>
/// <param name="PodsBefore">Pods on the last counted day at least 30 days ago; null where none was counted.</param>
/// <param name="TracedPodsBefore">Of these, pods traced then.</param>
public sealed record ShareAnswer(string Name, int Pods, int TracedPods, int? PodsBefore, int? TracedPodsBefore);

/// <summary>The traceable share of a day.</summary>
/// <param name="Day">Day in UTC.</param>
/// <param name="Pods">Pods that should be traceable.</param>
/// <param name="TracedPods">Of these, pods traced to a commit.</param>
public sealed record DailyShareAnswer(DateOnly Day, int Pods, int TracedPods);
