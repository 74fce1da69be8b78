using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Traceboard.Web.Layout;

/// <summary>Navigation, top bar, content, and what is announced.</summary>
public sealed partial class MainLayout(IJSRuntime script, NavigationManager navigation) : LayoutComponentBase, IDisposable
{
    private ErrorBoundary? _boundary;
    private string _chosen = Layout.Appearance.System;
    private bool _dark;

    /// <summary>The choice that came with the request.</summary>
    [CascadingParameter(Name = "Appearance")]
    public string Appearance { get; set; } = Layout.Appearance.System;

    // A bare "#content" would lead to the base address.
    private string Here => navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0];

    /// <inheritdoc/>
    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _chosen = Appearance;
        _dark = _chosen == Layout.Appearance.Dark;
        navigation.LocationChanged += OnLocationChanged;
    }

    private async Task Choose(string appearance)
    {
        _chosen = appearance;
        if (appearance != Layout.Appearance.System)
            _dark = appearance == Layout.Appearance.Dark;
        await using var module = await script.InvokeAsync<IJSObjectReference>("import", "./js/appearance.js");
        await module.InvokeVoidAsync("choose", appearance);
    }

    private void Recover() => _boundary?.Recover();

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _boundary?.Recover();
}
