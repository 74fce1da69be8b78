namespace Traceboard.Simulation.Fleet;

/// <summary>How a team's pipeline tags images.</summary>
internal enum TagStyle
{
    /// <summary><c>sha-1a2b3c4</c>, as docker/metadata-action does.</summary>
    ShaPrefix,

    /// <summary>Eight digits, as GitLab's CI_COMMIT_SHORT_SHA.</summary>
    Short,

    /// <summary>All forty.</summary>
    Full,

    /// <summary><c>main-1a2b3c4-1755331200</c>, as Flux sorts them.</summary>
    BranchAndTime,

    /// <summary><c>v1.4.0-14-g1a2b3c4</c>, as git describe.</summary>
    Describe,

    /// <summary><c>2026.8.16-1a2b3c4de</c>.</summary>
    Calendar,
}

/// <summary>Why the tag of a service does not tell what it runs, where that is so by design; mostly nobody can tell then.</summary>
internal enum Ghost
{
    None,
    Latest,
    NoTag,
    Branch,
    Version,
    Unmapped,
    UnknownSha,
    AmbiguousSha,
    ForbiddenRepository,
    TwoDigests,

    /// <summary>A version for a tag, and annotations that name the commit.</summary>
    Annotated,

    /// <summary>A branch for a tag, and labels on every platform that name the commit.</summary>
    LabelledBranch,

    /// <summary>A version for a tag, and labels that the base image left.</summary>
    InheritedLabels,
}

/// <summary>A service of the fleet as its team set it up.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Team">Index of its team.</param>
/// <param name="Namespace">Where it runs, in every cluster.</param>
/// <param name="Image">Image without a tag.</param>
/// <param name="Repository">Path on its Git host; null for somebody else's.</param>
/// <param name="Nouns">What its commits are about, in the plural.</param>
internal sealed record ServicePlan(string Name, int Team, string Namespace, string Image, string? Repository, IReadOnlyList<string> Nouns)
{
    public const string SameImage = "";

    public string Kind { get; init; } = "Deployment";
    public bool OnGitLab { get; init; }
    public TagStyle Tags { get; init; }
    public Ghost Ghost { get; init; }

    /// <summary>Pods in development, staging, production.</summary>
    public IReadOnlyList<int> Replicas { get; init; } = [1, 2, 3];

    /// <summary>Commits that staging lacks of development, and production of staging.</summary>
    public (int Staging, int Production) Behind { get; init; }

    /// <summary>Further containers; <see cref="SameImage"/> stands for the image of the service itself.</summary>
    public IReadOnlyList<(string Name, string Image)> Sidecars { get; init; } = [];

    public bool OnlyInProduction { get; init; }

    /// <summary>Fixed in place: the pipeline leaves it alone.</summary>
    public bool IsStill => Ghost != Ghost.None || Repository is null;
}
