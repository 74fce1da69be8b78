using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>A person by initials and name. Avatars are not loaded: they would tell the Git host who is looking.</summary>
public sealed partial class Person : ComponentBase
{
    /// <summary>Who.</summary>
    [Parameter, EditorRequired]
    public required PersonAnswer Who { get; set; }
}
