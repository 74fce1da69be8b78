using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>An inline SVG icon beside a word; never speaks alone.</summary>
public sealed partial class Icon : ComponentBase
{
    /// <summary>SVG content of our own or MudBlazor's; never foreign text.</summary>
    [Parameter, EditorRequired]
    public required string Glyph { get; set; }
}
