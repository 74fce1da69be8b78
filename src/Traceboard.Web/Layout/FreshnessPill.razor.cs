using Microsoft.AspNetCore.Components;
using Traceboard.Clusters;

namespace Traceboard.Web.Layout;

/// <summary>
/// How fresh everything is, from memory. It is told anew every five seconds at most; in between, and when the page is
/// frozen, <c>js/freshness.js</c> lets it age by the browser's own clock.
/// </summary>
public sealed partial class FreshnessPill(Fleet fleet, LiveUpdates live, TimeProvider time) : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private LiveSubscription? _subscription;
    private FreshnessWords _pill = FreshnessWords.Of([], default);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _subscription?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override void OnInitialized() => _pill = FreshnessWords.Of(fleet.Clusters, time.GetUtcNow());

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _subscription = live.Every(Period, _ => InvokeAsync(Refresh));
    }

    private void Refresh()
    {
        _pill = FreshnessWords.Of(fleet.Clusters, time.GetUtcNow());
        StateHasChanged();
    }
}
