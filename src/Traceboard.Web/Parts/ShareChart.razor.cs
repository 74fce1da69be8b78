using System.Globalization;
using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>The traceable share day by day.</summary>
public sealed partial class ShareChart : ComponentBase
{
    private const int Width = 600;
    private const int Height = 120;

    /// <summary>At least two days, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DailyShareAnswer> Days { get; set; }

    private static IEnumerable<int> Lines => [1, Height / 2, Height - 1];

    private string Points => string.Join(' ', Days.Select(Point));

    private string Area => $"{X(Days[0])},{Height} {Points} {X(Days[^1])},{Height}";

    private string First => Text(Days[0].Day);

    private string Last => Text(Days[^1].Day);

    private string Point(DailyShareAnswer day)
    {
        var share = day.Pods == 0 ? 0 : (double)day.TracedPods / day.Pods;
        return string.Create(CultureInfo.InvariantCulture, $"{X(day)},{Height - 1 - (share * (Height - 2)):0.#}");
    }

    private string X(DailyShareAnswer day)
    {
        var all = Days[^1].Day.DayNumber - Days[0].Day.DayNumber;
        return string.Create(CultureInfo.InvariantCulture, $"{(day.Day.DayNumber - Days[0].Day.DayNumber) * (double)Width / all:0.#}");
    }

    private static string Text(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);
}
