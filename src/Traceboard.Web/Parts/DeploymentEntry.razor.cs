using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>One deployment in a list.</summary>
public sealed partial class DeploymentEntry : ComponentBase
{
    private DeploymentAnswer? _drawn;
    private bool _changed = true;

    /// <summary>The deployment.</summary>
    [Parameter, EditorRequired]
    public required DeploymentAnswer Item { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => (_changed, _drawn) = (!ReferenceEquals(_drawn, Item), Item);

    /// <inheritdoc/>
    protected override bool ShouldRender() => _changed;

    private static string Label(BuildTraceAnswer build) =>
        build.Trace.Commit is { } commit ? Wording.Short(commit.Sha) : ImageWords.Tag(build.Image);

    private static string Unknown(BuildTraceAnswer build) => build.Trace.Status switch
    {
        "Pending" => "the Git host is still being asked",
        "External" => "an image of someone else's",
        var status => $"nobody knows the commit: {GhostWords.Reason(status)}",
    };
}
