using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>Images that are not traced for the same reason, each with its mend.</summary>
public sealed partial class UntraceableCard : ComponentBase
{
    private const int Few = 10;
    private bool _all;

    /// <summary>The images.</summary>
    [Parameter, EditorRequired]
    public required UntraceableGroup Group { get; set; }

    // A server holds every row that a browser shows: a large fleet opens a hundred at most.
    private int Shown => _all ? 500 : Few;

    private void ShowAll() => _all = true;
}
