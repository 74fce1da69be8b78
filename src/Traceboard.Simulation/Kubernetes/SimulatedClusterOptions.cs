using System.Security.Cryptography.X509Certificates;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>How a simulated cluster behaves.</summary>
public sealed record SimulatedClusterOptions
{
    /// <summary>Name of the cluster and of its kubeconfig context.</summary>
    public string Name { get; init; } = "simulated";

    /// <summary>The bearer token that it accepts.</summary>
    public string Token { get; init; } = "simulated-viewer";

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gives the UIDs: same seed, same UIDs.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Events kept for watchers; older versions are answered with 410. At least 2.</summary>
    public int KeptEvents { get; init; } = 20_000;

    /// <summary>How often a watch that allows bookmarks gets one.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Certificate with its key: serves https (HTTP/1.1 and HTTP/2). Null: plain http.</summary>
    public X509Certificate2? Certificate { get; init; }
}
