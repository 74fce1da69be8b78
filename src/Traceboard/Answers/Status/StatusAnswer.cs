using Traceboard.Clusters;

namespace Traceboard.Answers;

/// <summary>How Traceboard itself is doing.</summary>
public sealed record StatusAnswer
{
    /// <summary>Oldest proof among the clusters.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Worst freshness among the clusters.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>Version of Traceboard.</summary>
    public required string Version { get; init; }

    /// <summary>When this process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Clusters in configuration order.</summary>
    public required IReadOnlyList<ClusterState> Clusters { get; init; }

    /// <summary>Recent intervals without observation, newest first.</summary>
    public IReadOnlyList<GapAnswer> Gaps { get; init; } = [];

    /// <summary>Git hosts.</summary>
    public required IReadOnlyList<Sources.GitHostState> GitHosts { get; init; }

    /// <summary>Registries that are asked for annotations and labels.</summary>
    public IReadOnlyList<Sources.Registries.RegistryState> Registries { get; init; } = [];

    /// <summary>Questions waiting for Git hosts.</summary>
    public required QueueAnswer Queue { get; init; }

    /// <summary>The mapping rules in order, each with the images that run and that it decides; empty while the database does not answer.</summary>
    public IReadOnlyList<Sources.MappingRuleUse> Mapping { get; init; } = [];

    /// <summary>Repositories whose name another repository has now, the newest first; nothing of them is believed until they are confirmed.</summary>
    public IReadOnlyList<RepositoryAlarm> RepositoryAlarms { get; init; } = [];

    /// <summary>The database.</summary>
    public required DatabaseAnswer Database { get; init; }
}

/// <summary>An interval in which a cluster was not observed.</summary>
public sealed record GapAnswer(string Cluster, DateTimeOffset From, DateTimeOffset Until, string Reason);

/// <summary>A repository whose name another one has now.</summary>
/// <param name="Repository"><c>host:path</c>.</param>
/// <param name="Number">The number that is believed.</param>
/// <param name="OtherNumber">The number that was met since.</param>
/// <param name="Since">When it was first met.</param>
/// <param name="Message">What it means and what to do, in a line.</param>
public sealed record RepositoryAlarm(string Repository, long Number, long OtherNumber, DateTimeOffset? Since, string Message);

/// <summary>Questions waiting for Git hosts.</summary>
/// <param name="Waiting">Questions not answered yet.</param>
/// <param name="OldestSince">Since when the oldest waits.</param>
public sealed record QueueAnswer(int Waiting, DateTimeOffset? OldestSince);

/// <summary>The database.</summary>
/// <param name="Provider">Sqlite or PostgreSql.</param>
/// <param name="Version">Version of the engine.</param>
/// <param name="Location">File or server, without credentials.</param>
/// <param name="SizeBytes">Size, or null.</param>
/// <param name="Deployments">Stored deployments.</param>
/// <param name="LastWriteAt">Last committed transaction, or null since the start.</param>
/// <param name="Problem">What is wrong, or null.</param>
public sealed record DatabaseAnswer(string Provider, string Version, string Location, long? SizeBytes, long Deployments, DateTimeOffset? LastWriteAt, string? Problem);
