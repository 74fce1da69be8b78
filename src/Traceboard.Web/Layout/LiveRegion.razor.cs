using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Layout;

/// <summary>The one place where live changes are told to a screen reader, politely.</summary>
public sealed partial class LiveRegion(Announcer announcer) : ComponentBase, IDisposable
{
    private string _text = "";

    /// <inheritdoc/>
    public void Dispose() => announcer.Said -= Hear;

    /// <inheritdoc/>
    protected override void OnInitialized() => announcer.Said += Hear;

    private void Hear(string text)
    {
        _text = text;
        StateHasChanged();
    }
}
