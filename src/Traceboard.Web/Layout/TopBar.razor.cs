using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Traceboard.Web.Layout;

/// <summary>Search, freshness, appearance.</summary>
public sealed partial class TopBar(NavigationManager navigation) : ComponentBase, IDisposable
{
    private string _text = "";

    /// <summary>Light, dark or system.</summary>
    [Parameter, EditorRequired]
    public required string Appearance { get; set; }

    /// <summary>Told when the viewer chooses another.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string> AppearanceChosen { get; set; }

    private string Base => new Uri(navigation.BaseUri).AbsolutePath;

    /// <inheritdoc/>
    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _text = Asked();
        navigation.LocationChanged += OnLocationChanged;
    }

    private string Asked() =>
        System.Web.HttpUtility.ParseQueryString(new Uri(navigation.Uri).Query)["q"] ?? "";

    private void Find()
    {
        var text = _text.Trim();
        navigation.NavigateTo(text.Length == 0 ? navigation.BaseUri : $"{navigation.BaseUri}?q={Uri.EscapeDataString(text)}");
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        _text = Asked();
        StateHasChanged();
    }
}
