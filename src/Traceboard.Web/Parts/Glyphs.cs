using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Traceboard.Web.Parts;

/// <summary>An icon that stands beside a status word. Its outline is in the document once; each use only names it.</summary>
/// <param name="Name">Its name in the document.</param>
/// <param name="Outline">SVG content of our own or MudBlazor's; never foreign text.</param>
public sealed record Glyph(string Name, string Outline)
{
    /// <summary>What stands where the icon is to be seen.</summary>
    public MarkupString Mark { get; } = new($"<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><use href=\"#glyph-{Name}\" /></svg>");

    /// <summary>What stands in the document once.</summary>
    public MarkupString Symbol { get; } = new($"<symbol id=\"glyph-{Name}\" viewBox=\"0 0 24 24\">{Outline}</symbol>");
}

/// <summary>The icons of status words: MudBlazor's set, and one of our own.</summary>
public static class Glyphs
{
    /// <summary>An image that nobody can trace.</summary>
    public static readonly Glyph Ghost = new("ghost", "<path d=\"M12 2a8 8 0 0 0-8 8v12l3-2 2.5 2 2.5-2 2.5 2 2.5-2 3 2V10a8 8 0 0 0-8-8Zm6 16.3-1-.7-2.5 2-2.5-2-2.5 2-2.5-2-1 .7V10a6 6 0 0 1 12 0v8.3ZM9.5 9a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Zm5 0a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z\"/>");

    /// <summary>A rollout under way.</summary>
    public static readonly Glyph RollingOut = new("rolling-out", Icons.Material.Outlined.Timelapse);

    /// <summary>A rollout that does not get on.</summary>
    public static readonly Glyph Stalled = new("stalled", Icons.Material.Outlined.ErrorOutline);

    /// <summary>A rollback.</summary>
    public static readonly Glyph RolledBack = new("rolled-back", Icons.Material.Outlined.Undo);

    /// <summary>Several builds at once.</summary>
    public static readonly Glyph Mixed = new("mixed", Icons.Material.Outlined.CallSplit);

    /// <summary>The same commit as to the left.</summary>
    public static readonly Glyph Same = new("same", Icons.Material.Outlined.DragHandle);

    /// <summary>Behind what runs to the left.</summary>
    public static readonly Glyph Behind = new("behind", Icons.Material.Outlined.ArrowDownward);

    /// <summary>Ahead of what runs to the left.</summary>
    public static readonly Glyph Ahead = new("ahead", Icons.Material.Outlined.ArrowUpward);

    /// <summary>Another commit than to the left.</summary>
    public static readonly Glyph Differs = new("differs", Icons.Material.Outlined.SyncAlt);

    /// <summary>Both sides have commits that the other has not.</summary>
    public static readonly Glyph Diverged = new("diverged", Icons.Material.Outlined.AltRoute);

    /// <summary>Waiting for an answer.</summary>
    public static readonly Glyph Pending = new("pending", Icons.Material.Outlined.HourglassEmpty);

    /// <summary>Not seen for a while.</summary>
    public static readonly Glyph NotLive = new("not-live", Icons.Material.Outlined.CloudOff);

    /// <summary>Someone else's image.</summary>
    public static readonly Glyph External = new("external", Icons.Material.Outlined.Public);

    /// <summary>All is well.</summary>
    public static readonly Glyph Well = new("well", Icons.Material.Outlined.Check);

    /// <summary>Copies.</summary>
    public static readonly Glyph Copy = new("copy", Icons.Material.Outlined.ContentCopy);

    /// <summary>The first deployment ever seen.</summary>
    public static readonly Glyph FirstSeen = new("first-seen", Icons.Material.Outlined.FiberNew);

    /// <summary>A rollout that is done.</summary>
    public static readonly Glyph Rollout = new("rollout", Icons.Material.Outlined.RocketLaunch);

    /// <summary>The same build again.</summary>
    public static readonly Glyph Restart = new("restart", Icons.Material.Outlined.RestartAlt);

    /// <summary>Only the configuration changed.</summary>
    public static readonly Glyph Configuration = new("configuration", Icons.Material.Outlined.Tune);

    /// <summary>A workload that is gone.</summary>
    public static readonly Glyph Removed = new("removed", Icons.Material.Outlined.DeleteOutline);

    /// <summary>A change of an unknown kind.</summary>
    public static readonly Glyph Unknown = new("unknown", Icons.Material.Outlined.QuestionMark);

    /// <summary>Rebuilt from what a cluster remembered.</summary>
    public static readonly Glyph Reconstructed = new("reconstructed", Icons.Material.Outlined.History);

    /// <summary>A clue that was refuted.</summary>
    public static readonly Glyph Refuted = new("refuted", Icons.Material.Outlined.Close);

    /// <summary>A clue that was not used.</summary>
    public static readonly Glyph Unused = new("unused", Icons.Material.Outlined.Remove);

    /// <summary>A pod that ends.</summary>
    public static readonly Glyph Ended = new("ended", Icons.Material.Outlined.StopCircle);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Glyph> All { get; } =
    [
        Ghost, RollingOut, Stalled, RolledBack, Mixed, Same, Behind, Ahead,
        Differs, Diverged, Pending, NotLive, External, Well, Copy, FirstSeen,
        Rollout, Restart, Configuration, Removed, Unknown, Reconstructed, Refuted, Unused,
        Ended,
    ];
}
