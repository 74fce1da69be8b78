using Microsoft.EntityFrameworkCore;
using Traceboard.Answers.Board;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Sources.Mending;

namespace Traceboard.Answers.Untraceable;

/// <summary>Answers from the board in memory; only the shares of earlier days are read from the database.</summary>
internal sealed class CurrentUntraceableReader(CurrentBoard board, Mends mends, IDbContextFactory<TraceboardContext> contexts, Attention attention, TimeProvider time) : UntraceableReader
{
    private const int Days = 90;
    private const int Before = 30;
    private const int MostLookedAt = 200;

    public override async Task<UntraceableAnswer> ReadAsync(UntraceableFilter filter, CancellationToken cancellationToken)
    {
        var snapshot = await board.SnapshotAsync(cancellationToken);
        var images = RunningImages.Of(snapshot.Workloads.Values.SelectMany(workloads => workloads));
        attention.LookAt(images.Where(image => image.Status == TraceStatus.Pending && image.Places.Any(place => Fits(place, filter)))
            .OrderByDescending(image => image.Pods).Select(image => image.Image).Take(MostLookedAt));
        var past = await PastAsync(cancellationToken);
        var proven = ProvenImages.Of(images);
        var counted = images.SelectMany(image => image.Places).Where(place => place.Counts).ToArray();
        return new UntraceableAnswer
        {
            AsOf = snapshot.Answer.AsOf,
            Freshness = snapshot.Answer.Freshness,
            Score = snapshot.Answer.Summary.Pods == 0 ? null : (double)snapshot.Answer.Summary.TracedPods / snapshot.Answer.Summary.Pods,
            Pods = snapshot.Answer.Summary.Pods,
            TracedPods = snapshot.Answer.Summary.TracedPods,
            Groups = GroupsOf(images, filter, proven),
            Namespaces = Shares(counted, place => place.Namespace, past.Before, share => share.Namespace),
            Teams = Shares(counted, place => place.Team ?? "", past.Before, share => share.Team),
            Days = past.Days,
        };
    }

    private IReadOnlyList<UntraceableGroup> GroupsOf(IReadOnlyList<RunningImage> images, UntraceableFilter filter, IReadOnlyList<ProvenSource> proven) =>
    [
        .. images
            .Where(image => image.Status != TraceStatus.Traced && image.Places.Any(place => Fits(place, filter)))
            .GroupBy(image => image.Status)
            .Select(group => new UntraceableGroup(
                group.Key.ToString(),
                group.Sum(image => image.Pods),
                [.. group.OrderByDescending(image => image.Pods).ThenBy(image => image.Image, StringComparer.Ordinal).Select(image => Tell(image, proven))]))
            .OrderBy(group => group.Status switch { nameof(TraceStatus.External) => 2, nameof(TraceStatus.Pending) => 1, _ => 0 })
            .ThenByDescending(group => group.Pods).ThenBy(group => group.Status, StringComparer.Ordinal),
    ];

    private UntraceableImage Tell(RunningImage image, IReadOnlyList<ProvenSource> proven) => new()
    {
        Image = image.Image,
        Pods = image.Pods,
        Namespaces = Names(image.Places.Select(place => place.Namespace)),
        Environments = [.. image.Places.Select(place => place.Environment).Distinct(StringComparer.Ordinal)],
        Services = Names(image.Places.Select(place => place.Service)),
        Teams = Names(image.Places.Select(place => place.Team).OfType<string>()),
        Reason = image.Trace.Reason,
        Fix = mends.For(image.Image, image.Status, proven),
    };

    private static bool Fits(RunningPlace place, UntraceableFilter filter) =>
        (filter.Team is null || string.Equals(place.Team, filter.Team, StringComparison.OrdinalIgnoreCase))
        && (filter.Namespace is null || string.Equals(place.Namespace, filter.Namespace, StringComparison.Ordinal));

    private static string[] Names(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)];

    private static IReadOnlyList<ShareAnswer> Shares(
        IEnumerable<RunningPlace> places, Func<RunningPlace, string> name, IReadOnlyList<ShareRow> before, Func<ShareRow, string> nameBefore)
    {
        var then = before.ToLookup(nameBefore, StringComparer.Ordinal);
        return
        [
            .. places
                .GroupBy(name, StringComparer.Ordinal)
                .Select(group => new ShareAnswer(
                    group.Key,
                    group.Sum(place => place.Pods),
                    group.Where(place => place.IsTraced).Sum(place => place.Pods),
                    then[group.Key].Any() ? then[group.Key].Sum(share => share.Pods) : null,
                    then[group.Key].Any() ? then[group.Key].Sum(share => share.TracedPods) : null))
                .Where(share => share.Pods > 0)
                .OrderBy(share => (double)share.TracedPods / share.Pods).ThenByDescending(share => share.Pods - share.TracedPods).ThenBy(share => share.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private async Task<(IReadOnlyList<DailyShareAnswer> Days, IReadOnlyList<ShareRow> Before)> PastAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (first, before) = (today.AddDays(-Days), today.AddDays(-Before));
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var days = await database.Shares
            .Where(share => share.Day > first)
            .GroupBy(share => share.Day)
            .Select(day => new { Day = day.Key, Pods = day.Sum(share => share.Pods), Traced = day.Sum(share => share.TracedPods) })
            .OrderBy(day => day.Day)
            .ToListAsync(cancellationToken);
        var compared = days.Where(day => day.Day <= before).Select(day => (DateOnly?)day.Day).LastOrDefault();
        var rows = compared is null ? [] : await database.Shares.AsNoTracking().Where(share => share.Day == compared).ToListAsync(cancellationToken);
        return ([.. days.Select(day => new DailyShareAnswer(day.Day, day.Pods, day.Traced))], rows);
    }
}
