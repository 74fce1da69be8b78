using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>A board without services: what to do next.</summary>
public sealed partial class EmptyBoard : ComponentBase
{
    /// <summary>Whether any cluster was ever reached.</summary>
    [Parameter, EditorRequired]
    public required bool HasClusters { get; set; }
}
