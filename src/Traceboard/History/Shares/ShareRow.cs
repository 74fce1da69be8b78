namespace Traceboard.History;

/// <summary>How many pods could be traced on a day, as last counted on it. Images of someone else's do not count.</summary>
public sealed class ShareRow
{
    /// <summary>Day in UTC; key with cluster, namespace and team.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Cluster.</summary>
    public int ClusterId { get; set; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; set; }

    /// <summary>Team, or empty.</summary>
    public required string Team { get; set; }

    /// <summary>Pods whose image should be traceable.</summary>
    public int Pods { get; set; }

    /// <summary>Of these, pods traced to a commit.</summary>
    public int TracedPods { get; set; }
}
