using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Sources.Mending;

namespace Traceboard.Web.Parts;

/// <summary>A service in one environment: builds with their source, workloads with their pods.</summary>
public sealed partial class EnvironmentCard : ComponentBase
{
    private CellFace _face = CellFace.Nothing;
    private IReadOnlyList<BuildGroup> _own = [];
    private IReadOnlyList<BuildGroup> _beside = [];

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required ServiceEnvironment Environment { get; set; }

    private string Heading => $"{Environment.Environment}-heading";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _face = CellFace.Of(Environment.Cell);
        var groups = BuildGroup.Of(Environment.Cell.Builds);
        _own = [.. groups.Where(group => _face.Look == CellLook.External || group.First.Trace.Status != "External")];
        _beside = [.. groups.Except(_own)];
    }

    private Mend? FixOf(BuildGroup group) =>
        Environment.Fixes.FirstOrDefault(fix => string.Equals(fix.Image, group.First.Image, StringComparison.Ordinal))?.Fix;

    private IEnumerable<TagFace> Tags() => new[] { _face.State, _face.Trace, _face.Drift }.OfType<TagFace>();
}
