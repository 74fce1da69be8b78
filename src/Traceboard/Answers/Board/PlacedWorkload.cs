using System.Collections.Immutable;

namespace Traceboard.Answers.Board;

/// <summary>A workload where the board shows it, with what it runs.</summary>
internal sealed class PlacedWorkload
{
    private readonly ImmutableDictionary<string, TraceAnswer> _traces;

    public PlacedWorkload(BoardWorkload stored, ClusterProof cluster, string environment, BoardFacts facts)
    {
        _traces = facts.Traces;
        Stored = stored;
        Cluster = cluster;
        Environment = environment;
        Name = new WorkloadAnswer(cluster.Name, Fact.Namespace, Fact.Kind, Fact.Name);
    }

    public BoardWorkload Stored { get; }

    public WorkloadFact Fact => Stored.Fact;

    public ClusterProof Cluster { get; }

    public string Environment { get; }

    public WorkloadAnswer Name { get; }

    public Sequence<RunningFact> Running => Stored.Running;

    public int Ready => Stored.Ready;

    public int Total => Fact.DesiredReplicas ?? Stored.Pods;

    public TraceAnswer TraceOf(RunningFact running) => _traces.GetValueOrDefault(running.Build.Image) ?? TraceAnswers.Unasked;

    /// <summary>Whether nothing was read anew of it: it runs the same, from the same commits.</summary>
    public bool IsAsBefore(PlacedWorkload before) =>
        ReferenceEquals(Stored, before.Stored)
        && (ReferenceEquals(_traces, before._traces) || Running.All(running => ReferenceEquals(TraceOf(running), before.TraceOf(running))));
}
