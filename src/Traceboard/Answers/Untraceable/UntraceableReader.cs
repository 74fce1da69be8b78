namespace Traceboard.Answers;

/// <summary>Answers which images cannot be traced, why, and how to mend it; never waits for a Git host or a cluster.</summary>
public abstract class UntraceableReader
{
    /// <summary>The images now.</summary>
    public abstract Task<UntraceableAnswer> ReadAsync(UntraceableFilter filter, CancellationToken cancellationToken);
}

/// <summary>What to show; all null: everything. The scores are told of everything.</summary>
/// <param name="Team">Only images of this team's services.</param>
/// <param name="Namespace">Only images in this namespace.</param>
public sealed record UntraceableFilter(string? Team = null, string? Namespace = null);
