using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>The tags of a cell.</summary>
public static class CellWords
{
    /// <summary>What matters most about how it runs: stalled, then rolling out, rolled back, mixed; null when all is calm.</summary>
    public static TagFace? State(BoardCell cell)
    {
        if (cell.Rollout == "Stalled")
            return new("bad", Glyphs.Stalled, cell.RolloutReason is { Length: > 0 } reason ? $"stalled: {Because(reason)}" : "stalled", Wording.Plain(cell.RolloutReason));
        if (cell.Rollout == "Progressing")
            return new("warn", Glyphs.RollingOut, cell.Change == "Rollback" ? "rolling back" : "rolling out");
        if (cell.State == "mixed")
            return new("odd", Glyphs.Mixed, Builds(cell) is > 1 and var builds ? $"mixed, {builds} builds" : "mixed", "Pods of this service run different builds");
        return cell.Change == "Rollback" ? new("odd", Glyphs.RolledBack, "rolled back") : null;
    }

    /// <summary>How far a cell is from the one to its left; null where there is nothing to compare.</summary>
    public static TagFace? Drift(DriftAnswer? drift)
    {
        if (drift is null)
            return null;
        var days = Days(drift.Days);
        var from = Wording.Plain(drift.From);
        return drift.Relation switch
        {
            "Same" => new("ok", Glyphs.Same, "same", $"The same commit as in {from}"),
            "Behind" => new("warn", Glyphs.Behind, $"{drift.Behind?.ToString() ?? ""} behind{days}".TrimStart(), $"Behind {from}"),
            "Ahead" => new("warn", Glyphs.Ahead, $"{drift.Ahead?.ToString() ?? ""} ahead{days}".TrimStart(), $"Ahead of {from}"),
            "Diverged" => new("odd", Glyphs.Diverged, drift is { Ahead: { } ahead, Behind: { } behind } ? $"diverged {ahead} / {behind}" : $"diverged{days}", $"Commits that {from} has not / commits that only {from} has"),
            _ when drift.Days is not null => new("warn", Glyphs.Differs, $"differs{days}", $"Another commit than in {from}"),
            _ => null,
        };
    }

    /// <summary>The one reason that takes a line of its own, shortened; the others are what kubectl shows.</summary>
    private static string Because(string reason) => reason == "ProgressDeadlineExceeded" ? "no progress" : Wording.Plain(reason);

    private static int Builds(BoardCell cell)
    {
        var primary = cell.Builds.Count(build => build.IsPrimary);
        return primary > 0 ? primary : cell.Builds.Count;
    }

    private static string Days(double? days) => days switch
    {
        null => "",
        var some when Math.Abs(some.Value) < 1d / 24 => "",
        var some when Math.Abs(some.Value) < 1 => $", {(int)Math.Abs(some.Value * 24)} h",
        var some => $", {(int)Math.Abs(some.Value)} d",
    };
}
