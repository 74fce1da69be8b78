namespace Traceboard.Simulation;

/// <summary>How a simulated fleet is made.</summary>
public sealed record SimulationOptions
{
    /// <summary>Same seed and same time: same fleet, objects and commits alike.</summary>
    public int Seed { get; init; } = 20_260;

    /// <summary>The clock. Histories reach back from its now.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How much faster than life everything goes on; more than 0. At 1 something is deployed every few seconds.</summary>
    public double PaceMultiplier { get; init; } = 1;

    /// <summary>Whether anything goes on at all after the start.</summary>
    public bool Motion { get; init; } = true;

    /// <summary>Calls that the Git hosts grant in a window.</summary>
    public int GitHostLimit { get; init; } = 5_000;
}
