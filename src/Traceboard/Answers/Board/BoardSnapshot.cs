namespace Traceboard.Answers.Board;

/// <summary>The whole board at one moment; immutable and shared by everybody who asks.</summary>
internal sealed record BoardSnapshot
{
    public required BoardAnswer Answer { get; init; }

    /// <summary>The workloads behind each service, in the order of the board.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<PlacedWorkload>> Workloads { get; init; }

    public required IReadOnlyList<ClusterProof> Clusters { get; init; }
}
