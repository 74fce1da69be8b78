using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>One deployment in a list.</summary>
public sealed partial class DeploymentEntry : ComponentBase
{
    private (DeploymentAnswer, int, bool)? _drawn;
    private bool _changed = true;

    /// <summary>The deployment, in all its containers.</summary>
    [Parameter, EditorRequired]
    public required DeploymentGroup Group { get; set; }

    /// <summary>Whether its workload has seen nothing newer: only then does it matter how far it has got.</summary>
    [Parameter, EditorRequired]
    public required bool IsNewest { get; set; }

    private DeploymentAnswer Item => Group.Main;

    private string? Beside => Group.Beside.Count == 0 ? null : $"in container {Item.Container}; {string.Join(", ", Group.Beside.Select(Also))}";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var (now, before) = ((Group.Main, Group.Beside.Count, IsNewest), _drawn);
        _changed = before is not { } drawn || !ReferenceEquals(drawn.Item1, now.Main) || drawn.Item2 != now.Count || drawn.Item3 != now.IsNewest;
        _drawn = now;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _changed;

    private string Also(DeploymentAnswer other) => other.Current is not { } build
        ? $"{other.Container} is gone"
        : build.Image == Item.Current?.Image
            ? $"{other.Container} the same"
            : $"{other.Container} {(other.Change == "ConfigChange" ? "stays at" : "runs")} {Label(build)}";

    private static string Label(BuildTraceAnswer build) =>
        build.Trace.Commit is { } commit ? Wording.Short(commit.Sha) : ImageWords.Tag(build.Image);

    private static string Unknown(BuildTraceAnswer build) => build.Trace.Status switch
    {
        "Pending" => "the Git host is still being asked",
        "External" => "an image of someone else's",
        var status => $"nobody knows the commit: {GhostWords.Reason(status)}",
    };
}
