namespace Traceboard.Answers;

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
