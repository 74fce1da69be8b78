namespace Traceboard.Simulation.GitHosts;

/// <summary>How a simulated Git host behaves.</summary>
internal sealed record SimulatedHostOptions
{
    /// <summary>The only token that it accepts.</summary>
    public string Token { get; init; } = "simulated-token";

    /// <summary>Calls allowed in a window.</summary>
    public int Limit { get; init; } = 5_000;

    /// <summary>Length of the window; GitHub counts by the hour, GitLab by the minute.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
