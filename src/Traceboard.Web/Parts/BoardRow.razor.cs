using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>A service over all environments. One component for each row, none for a cell; rendered anew only when its face changed.</summary>
public sealed partial class BoardRow(TimeProvider time) : ComponentBase
{
    private RowFace? _shown;
    private IReadOnlyList<BoardEnvironment> _columns = [];
    private int[] _changes = [];
    private bool _stale = true;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required RowFace Row { get; set; }

    /// <summary>The columns.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<BoardEnvironment> Environments { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var sameColumns = _columns.Select(column => column.Name).SequenceEqual(Environments.Select(column => column.Name), StringComparer.Ordinal);
        _stale = _shown is null || !sameColumns || _shown.Team != Row.Team || !_shown.Cells.SequenceEqual(Row.Cells);
        if (!_stale)
            return;
        _changes = _shown is null || !sameColumns
            ? new int[Row.Cells.Count]
            : [.. Row.Cells.Select((cell, i) => _changes[i] + (Differs(_shown.Cells[i], cell) ? 1 : 0))];
        _shown = Row;
        _columns = Environments;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _stale;

    private static bool Differs(CellFace was, CellFace now) => was.Label != now.Label || was.State?.Word != now.State?.Word;

    private string Address(string? environment = null) =>
        $"services/{Uri.EscapeDataString(Row.Service)}{(environment is null ? "" : $"#{Uri.EscapeDataString(environment)}")}";

    /// <summary>Two names for one animation: it starts again only when the name changes.</summary>
    private string Class(int i)
    {
        var look = Row.Cells[i] switch
        {
            { Look: CellLook.Ghost } => "ghost hatched",
            { Look: CellLook.Pending } => "pending",
            { Look: CellLook.External } => "external",
            _ => "",
        };
        var live = Row.Cells[i].IsLive ? "" : " stale";
        var changed = _changes[i] == 0 ? "" : _changes[i] % 2 == 0 ? " changed-a" : " changed-b";
        return look + live + changed;
    }
}
