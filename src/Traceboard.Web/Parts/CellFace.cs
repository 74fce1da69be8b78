using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Web.Parts;

/// <summary>How a cell looks.</summary>
public enum CellLook
{
    /// <summary>Nothing runs here.</summary>
    Absent,

    /// <summary>A commit is known.</summary>
    Traced,

    /// <summary>Nobody can say which commit this is.</summary>
    Ghost,

    /// <summary>The Git host was not asked yet.</summary>
    Pending,

    /// <summary>Someone else's image.</summary>
    External,
}

/// <summary>
/// All that a cell of the board shows, and nothing else: two equal faces look the same, so a row is rendered anew only
/// when one of its faces has changed.
/// </summary>
public sealed record CellFace
{
    /// <summary>A cell where nothing runs.</summary>
    public static CellFace Nothing { get; } = new() { Look = CellLook.Absent, Label = "", Title = "" };

    /// <summary>How it looks.</summary>
    public required CellLook Look { get; init; }

    /// <summary>Short SHA, or the tag where there is no commit.</summary>
    public required string Label { get; init; }

    /// <summary>The full SHA, to copy.</summary>
    public string? Sha { get; init; }

    /// <summary>Title of the commit, or what is known instead.</summary>
    public required string Title { get; init; }

    /// <summary>Author, or null.</summary>
    public string? Author { get; init; }

    /// <summary>Since when it runs.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Pods ready of pods wanted.</summary>
    public string Pods { get; init; } = "";

    /// <summary>The reason of a ghost, or that it is pending or external.</summary>
    public TagFace? Trace { get; init; }

    /// <summary>Since when it is pending.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>Rolling out, stalled, rolled back or mixed.</summary>
    public TagFace? State { get; init; }

    /// <summary>How far it is from the environment to its left.</summary>
    public TagFace? Drift { get; init; }

    /// <summary>Whether the clusters behind it have proved it lately.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>When they last did, where they have not lately.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>The face of a cell. What is not live loses its colours: a stale green is worse than a grey.</summary>
    public static CellFace Of(BoardCell cell)
    {
        if (cell.State == "absent" || cell.Builds.Count == 0)
            return Nothing;

        var build = cell.Builds.FirstOrDefault(build => build.IsPrimary) ?? cell.Builds[0];
        var live = cell.Freshness == Freshness.Live;
        var state = CellWords.State(cell);
        var drift = build.Trace.Status == "Traced" ? CellWords.Drift(cell.Drift) : null;
        var face = Named(build) with
        {
            Since = cell.Since,
            Pods = cell.Total == 0 ? "no pods" : $"{cell.Ready}/{cell.Total}",
            State = state,
            // Being in step is no news where something is under way.
            Drift = state is not null && cell.Drift?.Relation == "Same" ? null : drift,
            IsLive = live,
            ProvenAt = live ? null : cell.AsOf,
        };
        return live ? face : face with { State = face.State?.Faded, Drift = face.Drift?.Faded, Trace = face.Trace?.Faded };
    }

    private static CellFace Named(BuildAnswer build)
    {
        var trace = build.Trace;
        if (trace is { Status: "Traced", Commit: { } commit })
        {
            return new CellFace
            {
                Look = CellLook.Traced,
                Label = Wording.Short(commit.Sha),
                Sha = commit.Sha,
                Title = CommitWords.Title(trace),
                Author = Wording.Plain(commit.Author.Name),
            };
        }

        return trace.Status switch
        {
            "External" => new CellFace { Look = CellLook.External, Label = ImageWords.Tag(build.Image), Title = ImageWords.Name(build.Image), Trace = new("still", Glyphs.External, "external", "An image of someone else's, by rule") },
            "Pending" => new CellFace { Look = CellLook.Pending, Label = ImageWords.Tag(build.Image), Title = Wording.Plain(trace.Reason ?? "Waiting for the Git host"), PendingSince = trace.PendingSince, Trace = new("still", Glyphs.Pending, "pending") },
            _ => new CellFace { Look = CellLook.Ghost, Label = ImageWords.Tag(build.Image), Title = GhostWords.Title(trace.Status), Trace = new("bad", Glyphs.Ghost, GhostWords.Reason(trace.Status), Wording.Plain(trace.Reason)) },
        };
    }
}
