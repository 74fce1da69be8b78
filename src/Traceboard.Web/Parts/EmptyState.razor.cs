using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>Nothing to show: says why, and what to do next.</summary>
public sealed partial class EmptyState : ComponentBase
{
    /// <summary>SVG content of its icon.</summary>
    [Parameter, EditorRequired]
    public required string Glyph { get; set; }

    /// <summary>Why there is nothing.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What to do next.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }
}
