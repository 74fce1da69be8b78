using Microsoft.AspNetCore.Components;
using Traceboard.Sources.Registries;

namespace Traceboard.Web.Parts;

/// <summary>How a registry is doing.</summary>
public sealed partial class RegistryCard : ComponentBase
{
    /// <summary>The registry.</summary>
    [Parameter, EditorRequired]
    public required RegistryState Registry { get; set; }

    private TagFace Face => Registry switch
    {
        { PausedUntil: not null } => new("warn", Glyphs.Pending, "paused"),
        { LastError: not null } => new("bad", Glyphs.Stalled, "failing"),
        { LastSuccessAt: null } => new("still", Glyphs.Pending, "not asked yet"),
        _ => new("ok", Glyphs.Well, "answers"),
    };
}
