using Microsoft.AspNetCore.Components;
using Traceboard.Sources.Mending;

namespace Traceboard.Web.Parts;

/// <summary>How an image becomes one that can be traced: what to do, and lines to paste.</summary>
public sealed partial class MendAdvice : ComponentBase
{
    /// <summary>The mend.</summary>
    [Parameter, EditorRequired]
    public required Mend Fix { get; set; }
}
