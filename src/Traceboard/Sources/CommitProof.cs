namespace Traceboard.Sources;

/// <summary>
/// How far it is proven that a repository itself holds a commit. Hosts show commits through a repository that only a fork
/// of it has, and anybody can push any author's name to a fork.
/// </summary>
internal enum CommitProof
{
    /// <summary>A branch, a Git tag, or a request within the repository holds it.</summary>
    Proven,

    /// <summary>A closed request of the repository's own had it: the repository held it, perhaps no longer.</summary>
    HeldOnce,

    /// <summary>Nothing is proven yet.</summary>
    Unproven,
}
