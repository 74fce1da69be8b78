using Traceboard.Clusters;

namespace Traceboard.Answers;

/// <summary>
/// A row. Two rows are equal when everything that a person sees in them is: a later proof of a live cluster
/// (<see cref="BoardCell.AsOf"/>) makes no difference.
/// </summary>
public sealed record BoardService
{
    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Cells by environment name; every environment of the board has one (state <c>absent</c> where it does not run).</summary>
    public required IReadOnlyDictionary<string, BoardCell> Cells { get; init; }
}

/// <summary>A service in an environment.</summary>
public sealed record BoardCell
{
    /// <summary><c>single</c>, <c>mixed</c> or <c>absent</c>.</summary>
    public required string State { get; init; }

    /// <summary>Pods ready.</summary>
    public int Ready { get; init; }

    /// <summary>Pods wanted, or running where nobody says how many are wanted.</summary>
    public int Total { get; init; }

    /// <summary>Since when the newest build of it runs (start of its deployment).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Progressing, Complete or Stalled; null when absent.</summary>
    public string? Rollout { get; init; }

    /// <summary>Why it is stalled.</summary>
    public string? RolloutReason { get; init; }

    /// <summary>Change kind of the newest deployment; <c>Rollback</c> marks a rolled-back cell.</summary>
    public string? Change { get; init; }

    /// <summary>Id of the newest deployment, for a link; null when absent.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Worst freshness of the clusters behind this cell.</summary>
    public Freshness Freshness { get; init; }

    /// <summary>Oldest proof of the clusters behind this cell.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The workloads behind it.</summary>
    public IReadOnlyList<WorkloadAnswer> Workloads { get; init; } = [];

    /// <summary>The builds that run, the primary container's newest first.</summary>
    public IReadOnlyList<BuildAnswer> Builds { get; init; } = [];

    /// <summary>Drift from the environment to its left where the service runs; null for the leftmost.</summary>
    public DriftAnswer? Drift { get; init; }

    /// <summary>Whether the other cell shows the same; see <see cref="BoardService"/>.</summary>
    public bool Equals(BoardCell? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && State == other.State && Ready == other.Ready && Total == other.Total && Since == other.Since
            && Rollout == other.Rollout && RolloutReason == other.RolloutReason && Change == other.Change
            && DeploymentId == other.DeploymentId && Freshness == other.Freshness
            && (Freshness == Freshness.Live || AsOf == other.AsOf)
            && Equals(Workloads, other.Workloads) && Equals(Builds, other.Builds) && Equals(Drift, other.Drift));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, Ready, Total, Since, DeploymentId);
}

/// <summary>How far a cell is from the one to its left.</summary>
/// <param name="From">The environment compared with.</param>
/// <param name="Relation">Same, Ahead, Behind, Diverged or Unknown; never by comparing version strings.</param>
/// <param name="Ahead">Commits that only this cell has, or null where not known.</param>
/// <param name="Behind">Commits that only the left cell has, or null where not known.</param>
/// <param name="Days">Days between the two commits' dates, or null.</param>
public sealed record DriftAnswer(string From, string Relation, int? Ahead, int? Behind, double? Days);
