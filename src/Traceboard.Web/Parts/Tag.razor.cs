using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>Shows a status with icon and word.</summary>
public sealed partial class Tag : ComponentBase
{
    /// <summary>What it says.</summary>
    [Parameter, EditorRequired]
    public required TagFace Face { get; set; }
}
