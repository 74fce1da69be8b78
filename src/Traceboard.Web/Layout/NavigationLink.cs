using MudBlazor;

namespace Traceboard.Web.Layout;

/// <summary>One page of the navigation, at the left on a desktop and at the bottom on a phone.</summary>
/// <param name="Address">Address relative to the base.</param>
/// <param name="Word">What it is called.</param>
/// <param name="Glyph">SVG content of its icon.</param>
/// <param name="Below">Other addresses that belong to it, by their beginning.</param>
public sealed record NavigationLink(string Address, string Word, string Glyph, string? Below = null)
{
    /// <summary>All pages, in order.</summary>
    public static IReadOnlyList<NavigationLink> All { get; } =
    [
        new("", "Board", Icons.Material.Outlined.GridView, Below: "services/"),
        new("untraceable", "Untraceable", Icons.Material.Outlined.TravelExplore),
        new("status", "Status", Icons.Material.Outlined.MonitorHeart),
    ];

    /// <summary>Whether an address relative to the base belongs to this page.</summary>
    public bool Holds(string relative)
    {
        var path = relative.Split('?', '#')[0];
        return string.Equals(path, Address, StringComparison.OrdinalIgnoreCase)
            || (Below is { } below && path.StartsWith(below, StringComparison.OrdinalIgnoreCase));
    }
}
