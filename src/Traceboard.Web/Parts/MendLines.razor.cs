using Microsoft.AspNetCore.Components;
using Traceboard.Sources.Mending;

namespace Traceboard.Web.Parts;

/// <summary>Lines to paste, and where they belong.</summary>
public sealed partial class MendLines : ComponentBase
{
    /// <summary>The lines.</summary>
    [Parameter, EditorRequired]
    public required MendSnippet Snippet { get; set; }
}
