using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Traceboard.Web.Layout;

/// <summary>Chooses between light, dark and the system's way.</summary>
public sealed partial class AppearanceMenu : ComponentBase
{
    private static readonly Way[] Ways =
    [
        new(Layout.Appearance.System, "As the system", Icons.Material.Outlined.Contrast),
        new(Layout.Appearance.Light, "Light", Icons.Material.Outlined.LightMode),
        new(Layout.Appearance.Dark, "Dark", Icons.Material.Outlined.DarkMode),
    ];

    /// <summary>The choice now.</summary>
    [Parameter, EditorRequired]
    public required string Chosen { get; set; }

    /// <summary>Told the new choice.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string> ChosenChanged { get; set; }

    private Way Now => Ways.First(way => way.Name == Chosen);

    private sealed record Way(string Name, string Word, string Glyph);
}
