namespace Traceboard.Answers.Board;

/// <summary>Answers from the board in memory.</summary>
internal sealed class CurrentBoardReader(CurrentBoard board) : BoardReader
{
    public override bool IsReady => board.IsBuilt;

    public override Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken) =>
        board.ReadAsync(filter, cancellationToken);
}
