using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>A link out of Traceboard; an address that is not https (or http on this machine) is shown as mere text.</summary>
public sealed partial class ExternalLink : ComponentBase
{
    /// <summary>Where it leads.</summary>
    [Parameter, EditorRequired]
    public required string? Url { get; set; }

    /// <summary>Class of the link.</summary>
    [Parameter]
    public string Class { get; set; } = "link";

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    private string? Plain => Class == "link" ? null : Class;
}
