namespace Traceboard.History;

/// <summary>Tells, within the process, that something was committed. Handlers must be quick and must not throw.</summary>
public sealed class HistoryChanges
{
    /// <summary>Raised after each commit that changed something a person could see.</summary>
    public event Action<HistoryChange>? Committed;

    /// <summary>Raises <see cref="Committed"/>.</summary>
    public void OnCommitted(HistoryChange change) => Committed?.Invoke(change);
}

/// <summary>What a commit changed.</summary>
/// <param name="Deployments">Ids of deployments that were added or completed.</param>
/// <param name="Running">Whether what runs, or how it is doing, changed.</param>
/// <param name="Traces">Whether an answer of a Git host came in.</param>
public sealed record HistoryChange(IReadOnlyList<long> Deployments, bool Running, bool Traces)
{
    /// <summary>Images whose trace may be another now; a trace of any other image still holds.</summary>
    public IReadOnlyCollection<string> Images { get; init; } = [];

    /// <summary>Ids of the workloads of which something else is stored now, or null where any may be concerned.</summary>
    public IReadOnlyCollection<int>? Workloads { get; init; }

    /// <summary>Images of which other pods run now, or null where any may be concerned.</summary>
    public IReadOnlyCollection<string>? RunningImages { get; init; }

    /// <summary>Questions that are new, and so are due at once.</summary>
    public int NewQuestions { get; init; }
}
