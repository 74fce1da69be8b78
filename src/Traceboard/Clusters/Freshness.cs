namespace Traceboard.Clusters;

/// <summary>How recently a cluster proved what it runs. Nothing is shown as current without such a proof.</summary>
public enum Freshness
{
    /// <summary>Proof within 90 seconds.</summary>
    Live,

    /// <summary>Proof within 5 minutes.</summary>
    Lagging,

    /// <summary>The last proof is older than 5 minutes.</summary>
    Stale,

    /// <summary>The API server does not answer, refuses us, or was never reached.</summary>
    Unreachable,
}
