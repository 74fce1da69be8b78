using Traceboard.History.Tracing;
using Traceboard.Sources;

namespace Traceboard.Answers.Board;

/// <summary>Answers from the board in memory.</summary>
internal sealed class CurrentBoardReader(CurrentBoard board, Attention attention) : BoardReader
{
    // What is on the first screens. To look at everything is to look at nothing: then the newest go first.
    private const int MostRows = 60;

    public override bool IsReady => board.IsBuilt;

    public override async Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken)
    {
        var answer = await board.ReadAsync(filter, cancellationToken);
        attention.LookAt(answer.Services.Take(MostRows)
            .SelectMany(row => row.Cells.Values).SelectMany(cell => cell.Builds)
            .Where(build => build.Trace.Status == nameof(TraceStatus.Pending))
            .Select(build => build.Image).OfType<string>());
        return answer;
    }
}
