using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>A moment by the viewer's clock (UTC until the browser has it), with the exact time on hover and focus.</summary>
public sealed partial class Clock : ComponentBase
{
    /// <summary>When.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }
}
