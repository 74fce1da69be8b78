using Traceboard.Clusters;
using Traceboard.Sources;

namespace Traceboard.Answers.Board;

/// <summary>Counts the figures above the board.</summary>
internal static class SummaryRule
{
    public static BoardSummary Of(IReadOnlyList<BoardService> rows, IReadOnlyList<PlacedWorkload> placed, int recentRollbacks)
    {
        int pods = 0, traced = 0;
        var ghosts = new HashSet<string>(StringComparer.Ordinal);
        var pending = new HashSet<string>(StringComparer.Ordinal);
        foreach (var build in rows.SelectMany(row => row.Cells.Values).SelectMany(cell => cell.Builds))
        {
            if (build.IsPrimary && !Is(build, nameof(TraceStatus.External)))
            {
                pods += build.Pods;
                traced += Is(build, nameof(TraceStatus.Traced)) ? build.Pods : 0;
            }

            if (IsGhost(build))
                ghosts.Add(build.Image);
            else if (Is(build, nameof(TraceStatus.Pending)))
                pending.Add(build.Image);
        }

        return new BoardSummary(
            rows.Count,
            pods,
            traced,
            placed.Count(workload => workload.Fact.Rollout == RolloutState.Progressing),
            placed.Count(workload => workload.Fact.Rollout == RolloutState.Stalled),
            rows.Count(row => row.Cells.Values.Any(IsDrifted)),
            recentRollbacks,
            ghosts.Count,
            pending.Count);
    }

    /// <summary>Whether nobody can trace the build, by now.</summary>
    public static bool IsGhost(BuildAnswer build) =>
        !Is(build, nameof(TraceStatus.Traced)) && !Is(build, nameof(TraceStatus.Pending)) && !Is(build, nameof(TraceStatus.External));

    /// <summary>Whether the cell runs another commit than the one to its left.</summary>
    public static bool IsDrifted(BoardCell cell) =>
        cell.Drift is { } drift && !string.Equals(drift.Relation, DriftRule.Same, StringComparison.Ordinal);

    private static bool Is(BuildAnswer build, string status) =>
        string.Equals(build.Trace.Status, status, StringComparison.Ordinal);
}
