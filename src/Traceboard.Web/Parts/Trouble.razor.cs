using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>Something went wrong: what happened, and what still holds.</summary>
public sealed partial class Trouble : ComponentBase
{
    /// <summary>What happened, in a sentence.</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    /// <summary>What still holds, or what to do.</summary>
    [Parameter, EditorRequired]
    public required string Still { get; set; }
}
