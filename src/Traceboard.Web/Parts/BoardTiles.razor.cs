using System.Globalization;
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

    /// <summary>Rounded down, so that 100 % means all.</summary>
    private string Traced => Summary.Pods == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Summary.TracedPods * 1000d / Summary.Pods) / 10:0.#} %");

    private string Rollouts => Summary.Rollouts == 1 ? "rollout under way" : "rollouts under way";

    private string Ghosts => Summary.Ghosts == 1 ? "ghost: nobody knows the commit" : "ghosts: nobody knows the commit";
}
