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
        var days = Apart(drift.Days);
        var beside = days is null ? "" : $", {days}";
        var from = Wording.Plain(drift.From);
        return drift.Relation switch
        {
            "Same" => new("ok", Glyphs.Same, "same", $"The same commit as in {from}"),
            "Behind" => new("warn", Glyphs.Behind, $"{drift.Behind?.ToString() ?? ""} behind{beside}".TrimStart(), $"Behind {from}"),
            "Ahead" => new("warn", Glyphs.Ahead, $"{drift.Ahead?.ToString() ?? ""} ahead{beside}".TrimStart(), $"Ahead of {from}"),
            "Diverged" => new("odd", Glyphs.Diverged, drift is { Ahead: { } ahead, Behind: { } behind } ? $"diverged {ahead} / {behind}" : $"diverged{beside}", $"Commits that {from} has not / commits that only {from} has"),
            _ when drift.Days is not null => new("warn", Glyphs.Differs, days is null ? "other commit" : $"commits {days}", $"Another commit than in {from}{(days is null ? "" : "; the days lie between the two commits")}"),
            _ => null,
        };
    }

    /// <summary>The same in a sentence, with what the days count; null where there is nothing to tell.</summary>
    public static string? DriftSentence(DriftAnswer? drift)
    {
        if (drift is null or { Relation: "Same" })
            return null;
        var apart = Apart(drift.Days);
        return $"Another commit runs here than in {Wording.Isolated(drift.From)}{(apart is null ? "" : $"; the two were committed {apart}")}.";
    }

    /// <summary>The one reason that takes a line of its own, shortened; the others are what kubectl shows.</summary>
    private static string Because(string reason) => reason == "ProgressDeadlineExceeded" ? "no progress" : Wording.Plain(reason);

    private static int Builds(BoardCell cell)
    {
        var primary = cell.Builds.Count(build => build.IsPrimary);
        return primary > 0 ? primary : cell.Builds.Count;
    }

    /// <summary>The time between the two commits, which is none since a deployment.</summary>
    private static string? Apart(double? days) => days switch
    {
        null => null,
        var some when Math.Abs(some.Value) < 1d / 24 => null,
        var some when Math.Abs(some.Value) < 1 => $"{(int)Math.Abs(some.Value * 24)} h apart",
        var some => $"{(int)Math.Abs(some.Value)} d apart",
    };
}
