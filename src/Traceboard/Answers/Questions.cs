namespace Traceboard.Answers;

/// <summary>Answers the board's question from the current state in memory; never waits for a Git host or a cluster.</summary>
public abstract class BoardReader
{
    /// <summary>The board now.</summary>
    public abstract Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken);
}

/// <summary>Answers what was deployed, newest first.</summary>
public abstract class DeploymentsReader
{
    /// <summary>A page of deployments. A wrong cursor is an <see cref="ArgumentException"/>.</summary>
    public abstract Task<Page<DeploymentAnswer>> ReadAsync(DeploymentsFilter filter, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>One deployment, or null.</summary>
    public abstract Task<DeploymentAnswer?> FindAsync(string id, CancellationToken cancellationToken);
}

/// <summary>What to list of the deployments.</summary>
public sealed record DeploymentsFilter(string? Environment = null, string? Service = null, string? Cluster = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? Query = null, string? Change = null);

/// <summary>Answers what one service runs.</summary>
public abstract class ServiceReader
{
    /// <summary>The service now, or null when nobody knows it.</summary>
    public abstract Task<ServiceAnswer?> ReadAsync(string service, CancellationToken cancellationToken);
}

/// <summary>Answers how Traceboard itself is doing.</summary>
public abstract class StatusReader
{
    /// <summary>The status now.</summary>
    public abstract Task<StatusAnswer> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Explains one image step by step, from what is remembered; asks the Git host only where it was never asked.</summary>
public abstract class TraceExplainer
{
    /// <summary>The explanation.</summary>
    public abstract Task<TraceExplanation> ExplainAsync(string image, CancellationToken cancellationToken);
}

/// <summary>
/// Tells pages that the answers changed. A subscriber is told at most as often as it reads: changes meanwhile are one.
/// </summary>
public abstract class AnswerChanges
{
    /// <summary>Yields after each change (state, trace, freshness), at most every 250 ms, until cancelled.</summary>
    public abstract IAsyncEnumerable<long> WatchAsync(CancellationToken cancellationToken);
}
