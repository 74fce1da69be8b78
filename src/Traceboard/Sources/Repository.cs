namespace Traceboard.Sources;

/// <summary>A repository on a configured Git host.</summary>
/// <param name="Host">Name of the Git host in the configuration.</param>
/// <param name="Path"><c>owner/name</c>, or <c>group/sub/project</c>.</param>
public sealed record Repository(string Host, string Path)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Path}";
}

/// <summary>A commit of a repository.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Sha">The full SHA.</param>
public sealed record Revision(Repository Repository, CommitSha Sha);
