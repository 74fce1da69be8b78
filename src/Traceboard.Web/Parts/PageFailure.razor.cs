using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>Stands where a page failed.</summary>
public sealed partial class PageFailure : ComponentBase
{
    /// <summary>What was thrown.</summary>
    [Parameter, EditorRequired]
    public required Exception Problem { get; set; }

    /// <summary>Draws the page again.</summary>
    [Parameter, EditorRequired]
    public required EventCallback Retry { get; set; }
}
