using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Web.Parts;

/// <summary>A workload with its pods, those that are not ready first.</summary>
public sealed partial class WorkloadPods : ComponentBase
{
    private const int Few = 8;
    private bool _all;

    /// <summary>The workload.</summary>
    [Parameter, EditorRequired]
    public required ServiceWorkload Workload { get; set; }

    /// <summary>Whether pods run different builds, so that each must name its own.</summary>
    [Parameter]
    public bool Mixed { get; set; }

    private IEnumerable<PodSnapshot> Shown => Workload.Pods
        .OrderBy(pod => pod.Ready)
        .ThenByDescending(pod => pod.CreatedAt)
        .Take(_all ? int.MaxValue : Few);

    private static TagFace Face(PodSnapshot pod) => pod switch
    {
        { Ready: true } => new("ok", Glyphs.Well, "ready", Wording.Plain(pod.Status)),
        { Status: "Running" or "Pending" or "ContainerCreating" or "PodInitializing" } => new("warn", Glyphs.RollingOut, pod.Status == "Running" ? "not ready" : Wording.Plain(pod.Status)),
        { Status: "Terminating" or "Succeeded" or "Completed" } => new("still", Glyphs.Ended, Wording.Plain(pod.Status)),
        _ => new("bad", Glyphs.Stalled, Wording.Plain(pod.Status)),
    };

    private string BuildOf(PodSnapshot pod)
    {
        var builds = Workload.Builds;
        var ran = builds.FirstOrDefault(build => build.IsPrimary && pod.Containers.Any(container => container.Image == build.Image && (container.Digest is null || build.Digest is null || container.Digest == build.Digest)));
        if (ran is null)
            return "?";
        if (ran.Trace.Commit is { } commit)
            return Wording.Short(commit.Sha);
        var label = ImageWords.Tag(ran.Image);
        return builds.Any(other => other.IsPrimary && other.Image == ran.Image && other.Digest != ran.Digest) ? $"{label} {ImageWords.Short(ran.Digest)}".TrimEnd() : label;
    }

    private void Turn() => _all = !_all;
}
