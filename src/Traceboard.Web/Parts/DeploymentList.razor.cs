using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>Deployments, newest first.</summary>
public sealed partial class DeploymentList : ComponentBase
{
    private bool _busy;
    private IReadOnlyList<DeploymentGroup> _groups = [];
    private HashSet<DeploymentGroup> _newest = [];

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DeploymentAnswer> Items { get; set; }

    /// <summary>Whether there are older ones.</summary>
    [Parameter]
    public bool HasOlder { get; set; }

    /// <summary>Reads older ones.</summary>
    [Parameter, EditorRequired]
    public required EventCallback ShowOlder { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _groups = DeploymentGroup.Of(Items);
        _newest = [.. _groups.DistinctBy(group => (group.Main.Workload, group.Main.Environment))];
    }

    private async Task Older()
    {
        if (_busy)
            return;
        _busy = true;
        try
        {
            await ShowOlder.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
