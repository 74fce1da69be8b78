namespace Traceboard.Answers.Board;

/// <summary>Shows a part of the board. Figures and teams stay those of the whole.</summary>
internal static class BoardFiltering
{
    public static BoardAnswer Apply(BoardAnswer board, BoardFilter filter)
    {
        if (!string.IsNullOrWhiteSpace(filter.Environment))
            board = OnlyEnvironment(board, filter.Environment.Trim());
        IEnumerable<BoardService> rows = board.Services;
        if (!string.IsNullOrWhiteSpace(filter.Team))
            rows = rows.Where(row => string.Equals(row.Team, filter.Team.Trim(), StringComparison.OrdinalIgnoreCase));
        if (!string.IsNullOrWhiteSpace(filter.Query))
            rows = rows.Where(row => Mentions(row, filter.Query.Trim()));
        rows = filter.Only switch
        {
            null or "" => rows,
            "drift" => rows.Where(row => row.Cells.Values.Any(SummaryRule.IsDrifted)),
            "untraceable" => rows.Where(row => row.Cells.Values.Any(cell => cell.Builds.Any(SummaryRule.IsGhost))),
            _ => throw new ArgumentException($"The board can show only \"drift\" or \"untraceable\", not \"{filter.Only}\".", nameof(filter)),
        };
        return ReferenceEquals(rows, board.Services) ? board : board with { Services = Sequence<BoardService>.Of(rows) };
    }

    private static BoardAnswer OnlyEnvironment(BoardAnswer board, string name)
    {
        var shown = board.Environments.Where(environment => string.Equals(environment.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        var names = Sequence<string>.Of(shown.Select(environment => environment.Name));
        return board with
        {
            AsOf = shown.Min(environment => environment.AsOf),
            Freshness = shown.Select(environment => environment.Freshness).DefaultIfEmpty(Clusters.Freshness.Unreachable).Max(),
            Environments = Sequence<BoardEnvironment>.Of(shown),
            Services = Sequence<BoardService>.Of(board.Services
                .Where(row => names.Any(environment => row.Cells[environment].State != CellBuilder.AbsentState))
                .Select(row => row with { Cells = new CellRow(names, [.. names.Select(environment => row.Cells[environment])]) })),
        };
    }

    private static bool Mentions(BoardService row, string text) =>
        AnswerText.Has(row.Service, text) || AnswerText.Has(row.Team, text)
        || row.Cells.Values.Any(cell => cell.Builds.Any(build => AnswerText.Has(build.Image, text) || AnswerText.Mentions(build.Trace, text)));
}
