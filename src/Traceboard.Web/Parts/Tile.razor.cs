using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>A figure with its words; leads to what it counts.</summary>
public sealed partial class Tile : ComponentBase
{
    /// <summary>The figure.</summary>
    [Parameter, EditorRequired]
    public required string Figure { get; set; }

    /// <summary>What it counts.</summary>
    [Parameter, EditorRequired]
    public required string Words { get; set; }

    /// <summary>Where it leads.</summary>
    [Parameter, EditorRequired]
    public required string Address { get; set; }

    /// <summary>Whether the board shows only what it counts.</summary>
    [Parameter]
    public bool Chosen { get; set; }

    /// <summary>What of it is broken, or null.</summary>
    [Parameter]
    public string? Alarm { get; set; }
}
