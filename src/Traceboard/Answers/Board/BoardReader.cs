namespace Traceboard.Answers;

/// <summary>Answers the board's question from the current state in memory; never waits for a Git host or a cluster.</summary>
public abstract class BoardReader
{
    /// <summary>Whether the first board is there; until then <see cref="ReadAsync"/> waits for it.</summary>
    public virtual bool IsReady => true;

    /// <summary>The board now. An unknown <see cref="BoardFilter.Only"/> is an <see cref="ArgumentException"/>.</summary>
    public abstract Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken);
}

/// <summary>What to show of the board; all null and false: everything.</summary>
/// <param name="Environment">Only this environment.</param>
/// <param name="Query">Text in service, team, image, SHA, title, author.</param>
/// <param name="Team">Only this team.</param>
/// <param name="Only">null, <c>drift</c> or <c>untraceable</c>.</param>
public sealed record BoardFilter(string? Environment = null, string? Query = null, string? Team = null, string? Only = null);
