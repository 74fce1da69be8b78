namespace Traceboard.Answers.Board;

/// <summary>
/// Compares a cell with the nearest one to its left that runs. Different commits are never put in order here: which is
/// ahead is a question of ancestry, so their relation is <c>Unknown</c> and only the days between them are told.
/// </summary>
internal static class DriftRule
{
    public const string Same = "Same";
    public const string Unknown = "Unknown";

    public static DriftAnswer? Between(string from, BoardCell left, BoardCell cell)
    {
        var before = PrimaryOf(left);
        var now = PrimaryOf(cell);
        if (before.Count == 0 || now.Count == 0 || before.Concat(now).Any(trace => trace.Revision is null || trace.Commit is null))
            return null;
        if (before.Concat(now).Select(trace => trace.Revision).Distinct().Count() == 1)
            return new DriftAnswer(from, Same, 0, 0, 0);
        var days = (now[0].Commit!.CommittedAt - before[0].Commit!.CommittedAt).Duration().TotalDays;
        return new DriftAnswer(from, Unknown, null, null, Math.Round(days, 1));
    }

    /// <summary>Whether a cell can be compared: it has pods.</summary>
    public static bool Runs(BoardCell cell) => cell.Builds.Any(build => build is { IsPrimary: true, Pods: > 0 });

    private static List<TraceAnswer> PrimaryOf(BoardCell cell) =>
        [.. cell.Builds.Where(build => build is { IsPrimary: true, Pods: > 0 }).Select(build => build.Trace)];
}
