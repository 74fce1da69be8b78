using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>How long ago something was; ages in the browser, with the exact time on hover and focus.</summary>
public sealed partial class Ago(TimeProvider time) : ComponentBase
{
    /// <summary>When it was.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }

    /// <summary>Without the word "ago".</summary>
    [Parameter]
    public bool Short { get; set; }
}
