using Traceboard.Clusters;

namespace Traceboard.Answers;

// The objects of the HTTP API. Serialised with camelCase names; these shapes are contracts (docs/api.md).

/// <summary>The outcome for a build, as the API tells it.</summary>
public sealed record TraceAnswer
{
    /// <summary>Traced, Pending, Moving, NoRevision, Unmapped, NotFound, Ambiguous, Forbidden, Conflict or External.</summary>
    public required string Status { get; init; }

    /// <summary>Why, and the next step; null when traced.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is pending.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>The revision, when traced.</summary>
    public RevisionAnswer? Revision { get; init; }

    /// <summary>The commit, when traced.</summary>
    public CommitAnswerShape? Commit { get; init; }

    /// <summary>The merge request, or null: see <see cref="MergeRequestStatus"/>.</summary>
    public MergeRequestAnswer? MergeRequest { get; init; }

    /// <summary>Merged, None, Pending or Unknown.</summary>
    public required string MergeRequestStatus { get; init; }

    /// <summary>All clues with their verdicts.</summary>
    public IReadOnlyList<EvidenceAnswer> Evidence { get; init; } = [];
}

/// <summary>A revision.</summary>
public sealed record RevisionAnswer(string Host, string Repository, string Sha, string Url);

/// <summary>A commit.</summary>
public sealed record CommitAnswerShape(string Sha, string Title, PersonAnswer Author, DateTimeOffset AuthoredAt, DateTimeOffset CommittedAt, string Url);

/// <summary>A person.</summary>
public sealed record PersonAnswer(string Name, string? Login, string? AvatarUrl = null);

/// <summary>A merge request.</summary>
public sealed record MergeRequestAnswer(int Number, string Title, PersonAnswer? Author, PersonAnswer? MergedBy, DateTimeOffset? MergedAt, string Url);

/// <summary>A clue; <paramref name="Verdict"/> is confirmed, refuted or unused.</summary>
public sealed record EvidenceAnswer(string Kind, string Value, string Verdict, string Detail);

/// <summary>A workload with its cluster's name.</summary>
public sealed record WorkloadAnswer(string Cluster, string Namespace, string Kind, string Name);

/// <summary>Services by environments.</summary>
public sealed record BoardAnswer
{
    /// <summary>The oldest proof among the clusters shown, or null when there is none yet.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>The worst freshness among the clusters shown.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>The environments in promotion order.</summary>
    public required IReadOnlyList<BoardEnvironment> Environments { get; init; }

    /// <summary>The services by name, after filtering.</summary>
    public required IReadOnlyList<BoardService> Services { get; init; }

    /// <summary>Figures over everything, before filtering.</summary>
    public required BoardSummary Summary { get; init; }

    /// <summary>All teams, before filtering, in order.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];
}

/// <summary>An environment: its freshness is the worst of its clusters'.</summary>
/// <param name="Name">Name.</param>
/// <param name="Freshness">Worst freshness of its clusters.</param>
/// <param name="AsOf">Oldest proof among its clusters, or null.</param>
/// <param name="Clusters">Clusters in it.</param>
/// <param name="NotLive">Of these, clusters that are not live.</param>
public sealed record BoardEnvironment(string Name, Freshness Freshness, DateTimeOffset? AsOf, int Clusters, int NotLive);

/// <summary>Figures over the whole board.</summary>
/// <param name="Services">Number of services.</param>
/// <param name="Pods">Pods whose image should be traceable (External excluded).</param>
/// <param name="TracedPods">Of these, pods traced to a commit.</param>
/// <param name="Rollouts">Rollouts under way.</param>
/// <param name="Stalled">Rollouts that do not get on.</param>
/// <param name="Drifted">Services whose environments run different commits.</param>
/// <param name="Rollbacks">Rollbacks in the last 24 hours.</param>
/// <param name="Ghosts">Images that nobody can trace (not Traced, Pending or External).</param>
/// <param name="Pending">Images waiting for their Git host.</param>
public sealed record BoardSummary(int Services, int Pods, int TracedPods, int Rollouts, int Stalled, int Drifted, int Rollbacks, int Ghosts, int Pending);

/// <summary>A row.</summary>
public sealed record BoardService
{
    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Cells by environment name; every environment of the board has one (state <c>absent</c> where it does not run).</summary>
    public required IReadOnlyDictionary<string, BoardCell> Cells { get; init; }
}

/// <summary>A service in an environment.</summary>
public sealed record BoardCell
{
    /// <summary><c>single</c>, <c>mixed</c> or <c>absent</c>.</summary>
    public required string State { get; init; }

    /// <summary>Pods ready.</summary>
    public int Ready { get; init; }

    /// <summary>Pods wanted, or running where nobody says how many are wanted.</summary>
    public int Total { get; init; }

    /// <summary>Since when the newest build of it runs (start of its deployment).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Progressing, Complete or Stalled; null when absent.</summary>
    public string? Rollout { get; init; }

    /// <summary>Why it is stalled.</summary>
    public string? RolloutReason { get; init; }

    /// <summary>Change kind of the newest deployment; <c>Rollback</c> marks a rolled-back cell.</summary>
    public string? Change { get; init; }

    /// <summary>Id of the newest deployment, for a link; null when absent.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Worst freshness of the clusters behind this cell.</summary>
    public Freshness Freshness { get; init; }

    /// <summary>Oldest proof of the clusters behind this cell.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The workloads behind it.</summary>
    public IReadOnlyList<WorkloadAnswer> Workloads { get; init; } = [];

    /// <summary>The builds that run, the primary container's newest first.</summary>
    public IReadOnlyList<BuildAnswer> Builds { get; init; } = [];

    /// <summary>Drift from the environment to its left where the service runs; null for the leftmost.</summary>
    public DriftAnswer? Drift { get; init; }
}

/// <summary>A build that runs.</summary>
public sealed record BuildAnswer
{
    /// <summary>Image as the spec asks for it.</summary>
    public required string Image { get; init; }

    /// <summary>Digest, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Container name.</summary>
    public required string Container { get; init; }

    /// <summary>Whether the container is the one that counts for the version.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>Pods that run it.</summary>
    public required int Pods { get; init; }

    /// <summary>Of these, ready.</summary>
    public required int Ready { get; init; }

    /// <summary>Where it comes from.</summary>
    public required TraceAnswer Trace { get; init; }
}

/// <summary>How far a cell is from the one to its left.</summary>
/// <param name="From">The environment compared with.</param>
/// <param name="Relation">Same, Ahead, Behind, Diverged or Unknown; never by comparing version strings.</param>
/// <param name="Ahead">Commits that only this cell has, or null where not known.</param>
/// <param name="Behind">Commits that only the left cell has, or null where not known.</param>
/// <param name="Days">Days between the two commits' dates, or null.</param>
public sealed record DriftAnswer(string From, string Relation, int? Ahead, int? Behind, double? Days);

/// <summary>What to show of the board; all null and false: everything.</summary>
/// <param name="Environment">Only this environment.</param>
/// <param name="Query">Text in service, team, image, SHA, title, author.</param>
/// <param name="Team">Only this team.</param>
/// <param name="Only">null, <c>drift</c> or <c>untraceable</c>.</param>
public sealed record BoardFilter(string? Environment = null, string? Query = null, string? Team = null, string? Only = null);

/// <summary>A deployment, as the API tells it.</summary>
public sealed record DeploymentAnswer
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Service.</summary>
    public required string Service { get; init; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Workload.</summary>
    public required WorkloadAnswer Workload { get; init; }

    /// <summary>Container.</summary>
    public required string Container { get; init; }

    /// <summary>First, Rollout, Rollback, Redeploy, ConfigChange or Removed.</summary>
    public required string Change { get; init; }

    /// <summary>Observed, Reconstructed or ObservationGap.</summary>
    public required string Origin { get; init; }

    /// <summary>When its first pod was created, by the API server's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When all wanted pods were ready on it, or null.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When its last pod was gone, or null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Progressing, Complete or Stalled.</summary>
    public required string Rollout { get; init; }

    /// <summary>What ran before, or null.</summary>
    public BuildTraceAnswer? Previous { get; init; }

    /// <summary>What runs since; null for Removed.</summary>
    public BuildTraceAnswer? Current { get; init; }

    /// <summary>Commits between the two, or null where not known.</summary>
    public int? CommitCount { get; init; }

    /// <summary>Id of the earlier deployment whose build runs again, for a rollback.</summary>
    public string? RollbackOf { get; init; }

    /// <summary>Freshness of its cluster.</summary>
    public Freshness Freshness { get; init; }

    /// <summary>Last proof of its cluster.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>A build and its trace.</summary>
public sealed record BuildTraceAnswer(string Image, string? Digest, TraceAnswer Trace);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, newest first.</param>
/// <param name="NextCursor">Opaque; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>One service: every environment now, with workloads and pods.</summary>
public sealed record ServiceAnswer
{
    /// <summary>Oldest proof among its clusters.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Worst freshness among its clusters.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>Name.</summary>
    public required string Service { get; init; }

    /// <summary>Team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>Environments in promotion order, only those it runs in.</summary>
    public required IReadOnlyList<ServiceEnvironment> Environments { get; init; }
}

/// <summary>A service in one environment.</summary>
public sealed record ServiceEnvironment
{
    /// <summary>Environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The board's cell.</summary>
    public required BoardCell Cell { get; init; }

    /// <summary>Its workloads with their pods.</summary>
    public required IReadOnlyList<ServiceWorkload> Workloads { get; init; }
}

/// <summary>A workload of a service.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Ready">Pods ready.</param>
/// <param name="Total">Pods wanted, or running.</param>
/// <param name="Rollout">Progressing, Complete or Stalled.</param>
/// <param name="RolloutReason">Why it is stalled.</param>
/// <param name="Freshness">Freshness of its cluster.</param>
/// <param name="AsOf">Last proof of its cluster.</param>
/// <param name="Builds">Builds that run in it.</param>
/// <param name="Pods">Its pods; empty until its cluster was listed since the start.</param>
public sealed record ServiceWorkload(WorkloadAnswer Workload, int Ready, int Total, string Rollout, string? RolloutReason, Freshness Freshness, DateTimeOffset? AsOf, IReadOnlyList<BuildAnswer> Builds, IReadOnlyList<PodSnapshot> Pods);

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

    /// <summary>Questions waiting for Git hosts.</summary>
    public required QueueAnswer Queue { get; init; }

    /// <summary>The database.</summary>
    public required DatabaseAnswer Database { get; init; }
}

/// <summary>An interval in which a cluster was not observed.</summary>
public sealed record GapAnswer(string Cluster, DateTimeOffset From, DateTimeOffset Until, string Reason);

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

/// <summary>The step-by-step explanation of one image.</summary>
/// <param name="Image">The image asked for.</param>
/// <param name="Reference">Its normalised form, or null where it does not parse.</param>
/// <param name="Steps">What was done, in order.</param>
/// <param name="Trace">The verdict.</param>
public sealed record TraceExplanation(string Image, string? Reference, IReadOnlyList<TraceStep> Steps, TraceAnswer Trace);

/// <summary>A step of the explanation.</summary>
/// <param name="Name"><c>reference</c>, <c>tag</c>, <c>rule</c>, <c>question</c>, <c>answer</c> or <c>verdict</c>.</param>
/// <param name="Outcome">What came of it, in a sentence.</param>
public sealed record TraceStep(string Name, string Outcome);
