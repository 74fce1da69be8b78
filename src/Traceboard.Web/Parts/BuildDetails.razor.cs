using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Sources.Mending;

namespace Traceboard.Web.Parts;

/// <summary>A build: its commit with people and merge request, or why there is none and how to mend that.</summary>
public sealed partial class BuildDetails : ComponentBase
{
    /// <summary>The build, in all its containers.</summary>
    [Parameter, EditorRequired]
    public required BuildGroup Group { get; set; }

    /// <summary>Whether other builds stand beside it, so that its container must be named.</summary>
    [Parameter]
    public bool Mixed { get; set; }

    /// <summary>How to mend it where it cannot be traced, or null.</summary>
    [Parameter]
    public Mend? Fix { get; set; }

    private BuildAnswer Build => Group.First;

    private bool Ghost => Build.Trace.Status is not ("Traced" or "Pending" or "External");

    private string Headline => Build.Trace.Status switch
    {
        "External" => "An image of someone else's",
        "Pending" => "The Git host is still being asked",
        _ => GhostWords.Title(Build.Trace.Status),
    };

    private static string Shortened(string digest) => digest.Length > 27 ? $"{digest[..19]}…{digest[^6..]}" : digest;
}
