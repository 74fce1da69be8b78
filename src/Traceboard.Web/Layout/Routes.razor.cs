using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Layout;

/// <summary>Finds the page of an address; the root of the interactive tree.</summary>
public sealed partial class Routes : ComponentBase
{
    /// <summary>The viewer's choice at the time of the request: see <see cref="Layout.Appearance"/>.</summary>
    [Parameter, EditorRequired]
    public required string Appearance { get; set; }
}
