using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>The outline of a list that is being read.</summary>
public sealed partial class Bones : ComponentBase
{
    /// <summary>How many lines it has.</summary>
    [Parameter]
    public int Lines { get; set; } = 6;
}
