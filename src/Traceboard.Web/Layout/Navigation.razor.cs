using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Traceboard.Web.Layout;

/// <summary>The pages there are.</summary>
public sealed partial class Navigation(NavigationManager navigation) : ComponentBase, IDisposable
{
    private string Here => navigation.ToBaseRelativePath(navigation.Uri);

    /// <inheritdoc/>
    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => navigation.LocationChanged += OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => StateHasChanged();
}
