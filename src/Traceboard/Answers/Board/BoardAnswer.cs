using Traceboard.Clusters;

namespace Traceboard.Answers;

/// <summary>Services by environments.</summary>
public sealed record BoardAnswer
{
    /// <summary>The oldest proof among the clusters shown, or null when there is none yet.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>The worst freshness among the clusters shown.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>The environments in promotion order.</summary>
    public required IReadOnlyList<BoardEnvironment> Environments { get; init; }

    /// <summary>The services by name, after filtering.</summary>
    public required IReadOnlyList<BoardService> Services { get; init; }

    /// <summary>Figures over everything, before filtering.</summary>
    public required BoardSummary Summary { get; init; }

    /// <summary>All teams, before filtering, in order.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Configured clusters of which nothing was ever seen, by name: what runs there is not shown.</summary>
    public IReadOnlyList<string> Unseen { get; init; } = [];
}

/// <summary>An environment: its freshness is the worst of its clusters'.</summary>
/// <param name="Name">Name.</param>
/// <param name="Freshness">Worst freshness of its clusters.</param>
/// <param name="AsOf">Oldest proof among its clusters, or null.</param>
/// <param name="Clusters">Clusters in it.</param>
/// <param name="NotLive">Of these, clusters that are not live.</param>
public sealed record BoardEnvironment(string Name, Freshness Freshness, DateTimeOffset? AsOf, int Clusters, int NotLive);

/// <summary>Figures over the whole board.</summary>
/// <param name="Services">Number of services.</param>
/// <param name="Pods">Pods whose image should be traceable (External excluded).</param>
/// <param name="TracedPods">Of these, pods traced to a commit.</param>
/// <param name="Rollouts">Rollouts under way.</param>
/// <param name="Stalled">Rollouts that do not get on.</param>
/// <param name="Drifted">Services whose environments run different commits.</param>
/// <param name="Rollbacks">Rollbacks in the last 24 hours.</param>
/// <param name="Ghosts">Images that nobody can trace (not Traced, Pending or External).</param>
/// <param name="Pending">Images waiting for their Git host.</param>
public sealed record BoardSummary(int Services, int Pods, int TracedPods, int Rollouts, int Stalled, int Drifted, int Rollbacks, int Ghosts, int Pending);
