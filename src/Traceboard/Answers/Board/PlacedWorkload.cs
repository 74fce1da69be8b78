namespace Traceboard.Answers.Board;

/// <summary>A workload where the board shows it, with what it runs.</summary>
internal sealed class PlacedWorkload
{
    private readonly BoardFacts _facts;

    public PlacedWorkload(WorkloadFact fact, ClusterProof cluster, string environment, BoardFacts facts)
    {
        _facts = facts;
        Fact = fact;
        Cluster = cluster;
        Environment = environment;
        Name = new WorkloadAnswer(cluster.Name, fact.Namespace, fact.Kind, fact.Name);
        Running = Sequence<RunningFact>.Of(RunningOf(fact, facts));
        var primary = Running.Where(running => running.IsPrimary).ToArray();
        Ready = primary.Sum(running => running.Ready);
        Total = fact.DesiredReplicas ?? primary.Sum(running => running.Pods);
    }

    public WorkloadFact Fact { get; }

    public ClusterProof Cluster { get; }

    public string Environment { get; }

    public WorkloadAnswer Name { get; }

    public Sequence<RunningFact> Running { get; }

    public int Ready { get; }

    public int Total { get; }

    public DeploymentFact? DeploymentOf(RunningFact running) => _facts.Deployments.GetValueOrDefault(running.DeploymentId);

    public BuildFact? BuildOf(RunningFact running) => _facts.Builds.GetValueOrDefault(running.BuildId);

    public TraceAnswer TraceOf(RunningFact running) => _facts.Traces.GetValueOrDefault(running.BuildId) ?? TraceAnswers.Unasked;

    private static IEnumerable<RunningFact> RunningOf(WorkloadFact fact, BoardFacts facts)
    {
        var running = facts.Running[fact.Id].ToArray();
        if (!running.Any(row => row.IsPrimary))
            return running.Select((row, index) => row with { IsPrimary = index == 0 });

        // The last build of a container goes on being shown while the workload is scaled to zero.
        var withPods = running.Where(row => row.Pods > 0).ToArray();
        return withPods.Any(row => row.IsPrimary) ? withPods : running;
    }
}
