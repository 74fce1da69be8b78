using Traceboard.Answers.Board;
using Traceboard.Sources;

namespace Traceboard.Answers.Untraceable;

/// <summary>An image that runs, with all places where it does.</summary>
internal sealed record RunningImage(string Image, TraceStatus Status, TraceAnswer Trace, IReadOnlyList<RunningPlace> Places)
{
    public int Pods => Places.Sum(place => place.Pods);
}

/// <summary>Pods of one container of one workload.</summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="Environment">Environment.</param>
/// <param name="Service">Service.</param>
/// <param name="Team">Team, or null.</param>
/// <param name="Pods">Pods.</param>
/// <param name="Counts">Whether they count for the share: the primary container, and no image of someone else's.</param>
/// <param name="IsTraced">Whether a commit is known.</param>
internal sealed record RunningPlace(string Namespace, string Environment, string Service, string? Team, int Pods, bool Counts, bool IsTraced);

/// <summary>Turns what runs on the board round: images with their workloads.</summary>
internal static class RunningImages
{
    public static IReadOnlyList<RunningImage> Of(IEnumerable<PlacedWorkload> workloads) =>
    [
        .. workloads
            .SelectMany(workload => workload.Running.Where(running => running.Pods > 0), (workload, running) => (Workload: workload, Running: running))
            .GroupBy(found => found.Running.Build.Image, StringComparer.Ordinal)
            .Select(image =>
            {
                var trace = image.Select(found => found.Workload.TraceOf(found.Running)).First();
                var status = Enum.Parse<TraceStatus>(trace.Status);
                return new RunningImage(image.Key, status, trace, [.. image.Select(found => Place(found.Workload, found.Running, status))]);
            }),
    ];

    private static RunningPlace Place(PlacedWorkload workload, RunningFact running, TraceStatus status) => new(
        workload.Fact.Namespace,
        workload.Environment,
        workload.Fact.Service,
        workload.Fact.Team,
        running.Pods,
        running.IsPrimary && status != TraceStatus.External,
        status == TraceStatus.Traced);
}
