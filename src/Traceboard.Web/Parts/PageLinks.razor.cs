using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>The pages of a long board.</summary>
public sealed partial class PageLinks : ComponentBase
{
    /// <summary>What is shown now.</summary>
    [Parameter, EditorRequired]
    public required BoardAddress Address { get; set; }

    /// <summary>How many pages there are.</summary>
    [Parameter, EditorRequired]
    public required int Pages { get; set; }

    private string Link(int page) => (Address with { Page = page }).ToString();
}
