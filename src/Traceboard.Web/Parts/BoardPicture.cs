using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>A row as it looks.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Team">Team, or null.</param>
/// <param name="Cells">One face for each environment of the picture.</param>
public sealed record RowFace(string Service, string? Team, IReadOnlyList<CellFace> Cells);

/// <summary>The board as it looks: the rows that the address asks for.</summary>
/// <param name="Environments">Columns, left to right.</param>
/// <param name="Rows">All matching rows by name.</param>
public sealed record BoardPicture(IReadOnlyList<BoardEnvironment> Environments, IReadOnlyList<RowFace> Rows)
{
    /// <summary>Rows on one page of the board: what a browser tab may cost on the server bounds it.</summary>
    public const int PageSize = 60;

    /// <summary>How many pages there are; at least one.</summary>
    public int Pages => Math.Max(1, (Rows.Count + PageSize - 1) / PageSize);

    /// <summary>The picture of an answer.</summary>
    public static BoardPicture Of(BoardAnswer answer, string? only = null)
    {
        var environments = answer.Environments;
        var rows = answer.Services
            .Where(service => Shows(service, only))
            .Select(service => new RowFace(
                service.Service,
                service.Team,
                [.. environments.Select(environment => service.Cells.TryGetValue(environment.Name, out var cell) ? CellFace.Of(cell) : CellFace.Nothing)]));
        return new(environments, [.. rows]);
    }

    /// <summary>A page of rows, from 1; beyond the end the last one.</summary>
    public IEnumerable<RowFace> Page(int page) => Rows.Skip((Math.Min(page, Pages) - 1) * PageSize).Take(PageSize);

    /// <summary>What changed since an earlier picture, in one sentence for a screen reader; null when nothing worth telling did.</summary>
    public string? Told(BoardPicture earlier)
    {
        var before = earlier.Rows.ToDictionary(row => row.Service, StringComparer.Ordinal);
        var news = new List<string>();
        foreach (var row in Rows)
        {
            if (!before.TryGetValue(row.Service, out var old) || old.Cells.Count != row.Cells.Count)
                continue;
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var (was, now) = (old.Cells[i], row.Cells[i]);
                if (was.Label != now.Label || was.State?.Word != now.State?.Word)
                    news.Add(Sentence(row.Service, Environments[i].Name, was, now));
            }
        }

        return news.Count switch
        {
            0 => null,
            <= 3 => string.Join(' ', news),
            _ => $"{news.Count} cells of the board changed.",
        };
    }

    private static string Sentence(string service, string environment, CellFace was, CellFace now)
    {
        if (now.Look == CellLook.Absent)
            return $"{service} no longer runs in {environment}.";
        var state = now.State is { } tag ? $", {tag.Word}" : "";
        return was.Label == now.Label
            ? $"{service} in {environment}: {now.State?.Word ?? "complete"}."
            : $"{service} in {environment} now runs {now.Label}{state}.";
    }

    private static bool Shows(BoardService service, string? only) => only switch
    {
        BoardAddress.Rollouts => service.Cells.Values.Any(cell => cell.Rollout is "Progressing" or "Stalled"),
        BoardAddress.Rollbacks => service.Cells.Values.Any(cell => cell.Change == "Rollback"),
        _ => true,
    };
}
