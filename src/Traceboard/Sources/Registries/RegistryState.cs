namespace Traceboard.Sources.Registries;

/// <summary>How a registry is doing.</summary>
public sealed record RegistryState
{
    /// <summary>Registry as image references name it.</summary>
    public required string Host { get; init; }

    /// <summary>Where it is asked, without user information.</summary>
    public required string Url { get; init; }

    /// <summary>Whether a user is configured.</summary>
    public bool Authenticated { get; init; }

    /// <summary>Pulls allowed in the current window, or null where the registry tells none.</summary>
    public int? Limit { get; init; }

    /// <summary>Pulls left in it, or null.</summary>
    public int? Remaining { get; init; }

    /// <summary>Not asked before this time because the registry said so or failed, or null.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Requests since the start.</summary>
    public long Calls { get; init; }

    /// <summary>Last error in a line, or null after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>When the last request succeeded, or null.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }
}
