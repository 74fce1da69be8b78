using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Layout;

/// <summary>Finds the page of an address; the root of the interactive tree.</summary>
public sealed partial class Routes : ComponentBase
{
    /// <summary>The viewer's choice at the time of the request: see <see cref="Layout.Appearance"/>.</summary>
    [Parameter, EditorRequired]
    public required string Appearance { get; set; }

    private Type? _first;
    private bool _hasMoved;

    // The first page leaves the focus where its viewer put it: somebody may have begun to type before the circuit was there.
    private bool HasMoved(Microsoft.AspNetCore.Components.RouteData route)
    {
        _first ??= route.PageType;
        return _hasMoved |= route.PageType != _first;
    }
}
