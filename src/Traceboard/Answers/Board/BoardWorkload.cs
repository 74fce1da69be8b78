namespace Traceboard.Answers.Board;

/// <summary>A stored workload and what it runs, or, without a pod, what it ran last.</summary>
internal sealed class BoardWorkload
{
    public BoardWorkload(WorkloadFact fact, IReadOnlyList<RunningFact> running)
    {
        Fact = fact;
        Running = Sequence<RunningFact>.Of(Shown(running));
        foreach (var primary in Running.Where(row => row.IsPrimary))
        {
            Ready += primary.Ready;
            Pods += primary.Pods;
        }
    }

    public WorkloadFact Fact { get; }

    public Sequence<RunningFact> Running { get; }

    /// <summary>Ready pods.</summary>
    public int Ready { get; }

    /// <summary>Pods.</summary>
    public int Pods { get; }

    private static IEnumerable<RunningFact> Shown(IReadOnlyList<RunningFact> running)
    {
        if (!running.Any(row => row.IsPrimary))
            return running.Select((row, index) => row with { IsPrimary = index == 0 });

        // The last build of a container goes on being shown while the workload is scaled to zero.
        var withPods = running.Where(row => row.Pods > 0).ToArray();
        return withPods.Any(row => row.IsPrimary) ? withPods : running;
    }
}
