using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>The board's table.</summary>
public sealed partial class BoardTable : ComponentBase
{
    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required BoardPicture Picture { get; set; }

    /// <summary>Which page of rows, from 1.</summary>
    [Parameter]
    public int Page { get; set; } = 1;
}
