using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Traceboard.Web.Parts;

/// <summary>The icons that stand beside status words. SVG content of MudBlazor's set, and one of our own.</summary>
public static class Glyphs
{
    /// <summary>An image that nobody can trace.</summary>
    public const string Ghost = "<path d=\"M12 2a8 8 0 0 0-8 8v12l3-2 2.5 2 2.5-2 2.5 2 2.5-2 3 2V10a8 8 0 0 0-8-8Zm6 16.3-1-.7-2.5 2-2.5-2-2.5 2-2.5-2-1 .7V10a6 6 0 0 1 12 0v8.3ZM9.5 9a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Zm5 0a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z\"/>";

    /// <summary>A rollout under way.</summary>
    public const string RollingOut = Icons.Material.Outlined.Timelapse;

    /// <summary>A rollout that does not get on.</summary>
    public const string Stalled = Icons.Material.Outlined.ErrorOutline;

    /// <summary>A rollback.</summary>
    public const string RolledBack = Icons.Material.Outlined.Undo;

    /// <summary>Several builds at once.</summary>
    public const string Mixed = Icons.Material.Outlined.CallSplit;

    /// <summary>The same commit as to the left.</summary>
    public const string Same = Icons.Material.Outlined.DragHandle;

    /// <summary>Behind what runs to the left.</summary>
    public const string Behind = Icons.Material.Outlined.ArrowDownward;

    /// <summary>Ahead of what runs to the left.</summary>
    public const string Ahead = Icons.Material.Outlined.ArrowUpward;

    /// <summary>Another commit than to the left.</summary>
    public const string Differs = Icons.Material.Outlined.SyncAlt;

    /// <summary>Both sides have commits that the other has not.</summary>
    public const string Diverged = Icons.Material.Outlined.AltRoute;

    /// <summary>Waiting for an answer.</summary>
    public const string Pending = Icons.Material.Outlined.HourglassEmpty;

    /// <summary>Not seen for a while.</summary>
    public const string NotLive = Icons.Material.Outlined.CloudOff;

    /// <summary>Someone else's image.</summary>
    public const string External = Icons.Material.Outlined.Public;

    /// <summary>All is well.</summary>
    public const string Well = Icons.Material.Outlined.Check;

    /// <summary>Copies.</summary>
    public const string Copy = Icons.Material.Outlined.ContentCopy;

    /// <summary>An icon as markup of our own; for tables, where a component for each would cost too much.</summary>
    public static MarkupString Svg(string glyph) => new($"<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{glyph}</svg>");
}
