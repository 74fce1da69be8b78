using Microsoft.AspNetCore.Components;
using Traceboard.Sources;

namespace Traceboard.Web.Parts;

/// <summary>How a Git host is doing.</summary>
public sealed partial class GitHostCard : ComponentBase
{
    /// <summary>The Git host.</summary>
    [Parameter, EditorRequired]
    public required GitHostState Host { get; set; }

    private TagFace Face => Host switch
    {
        { PausedUntil: not null } => new("warn", Glyphs.Pending, "paused"),
        { LastError: not null } => new("bad", Glyphs.Stalled, "failing"),
        { LastSuccessAt: null } => new("still", Glyphs.Pending, "not asked yet"),
        _ => new("ok", Glyphs.Well, "answers"),
    };
}
