using Microsoft.AspNetCore.Components;
using Traceboard.Clusters;

namespace Traceboard.Web.Parts;

/// <summary>How a cluster is doing.</summary>
public sealed partial class ClusterCard : ComponentBase
{
    /// <summary>The cluster.</summary>
    [Parameter, EditorRequired]
    public required ClusterState Cluster { get; set; }
}
