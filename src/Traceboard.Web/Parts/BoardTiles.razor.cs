using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>The board in five figures; each filters the board.</summary>
public sealed partial class BoardTiles : ComponentBase
{
    /// <summary>The figures.</summary>
    [Parameter, EditorRequired]
    public required BoardSummary Summary { get; set; }

    /// <summary>What is shown now.</summary>
    [Parameter, EditorRequired]
    public required BoardAddress Address { get; set; }

    private string Traced => Wording.Percent(Summary.TracedPods, Summary.Pods);

    private string Rollouts => Summary.Rollouts == 1 ? "rollout under way" : "rollouts under way";

    private string Ghosts => Summary.Ghosts == 1 ? "ghost: an image that cannot be traced" : "ghosts: images that cannot be traced";
}
