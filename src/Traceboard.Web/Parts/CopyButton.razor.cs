using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>Copies a text; <c>js/copy.js</c> does it in the browser.</summary>
public sealed partial class CopyButton : ComponentBase
{
    /// <summary>What is copied.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>What it is, for its label: "digest".</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }
}
