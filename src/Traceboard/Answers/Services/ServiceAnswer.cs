using Traceboard.Clusters;
using Traceboard.Sources.Mending;

namespace Traceboard.Answers;

/// <summary>One service: every environment now, with workloads and pods.</summary>
public sealed record ServiceAnswer
{
    /// <summary>Oldest proof among its clusters.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Worst freshness among its clusters.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>Name.</summary>
    public required string Service { get; init; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Environments in promotion order, only those it runs in.</summary>
    public required IReadOnlyList<ServiceEnvironment> Environments { get; init; }
}

/// <summary>A service in one environment.</summary>
public sealed record ServiceEnvironment
{
    /// <summary>Environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The board's cell.</summary>
    public required BoardCell Cell { get; init; }

    /// <summary>Its workloads with their pods.</summary>
    public required IReadOnlyList<ServiceWorkload> Workloads { get; init; }

    /// <summary>How to mend each of its images that is not traced, as the Untraceable page tells it.</summary>
    public IReadOnlyList<ImageFix> Fixes { get; init; } = [];
}

/// <summary>How an image becomes one that can be traced.</summary>
/// <param name="Image">Image as the spec asks for it.</param>
/// <param name="Fix">What to do, with lines to paste.</param>
public sealed record ImageFix(string Image, Mend Fix);

/// <summary>A workload of a service.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Ready">Pods ready.</param>
/// <param name="Total">Pods wanted, or running.</param>
/// <param name="Rollout">Progressing, Complete or Stalled.</param>
/// <param name="RolloutReason">Why it is stalled.</param>
/// <param name="Freshness">Freshness of its cluster.</param>
/// <param name="AsOf">Last proof of its cluster.</param>
/// <param name="Builds">Builds that run in it.</param>
/// <param name="Pods">Its pods; empty until its cluster was listed since the start.</param>
public sealed record ServiceWorkload(WorkloadAnswer Workload, int Ready, int Total, string Rollout, string? RolloutReason, Freshness Freshness, DateTimeOffset? AsOf, IReadOnlyList<BuildAnswer> Builds, IReadOnlyList<PodSnapshot> Pods);
