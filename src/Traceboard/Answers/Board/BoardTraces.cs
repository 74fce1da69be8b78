using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers.Board;

/// <summary>
/// The traces of what runs, kept from one board to the next: what can no longer change is not read again. Used by one
/// reader at a time.
/// </summary>
internal sealed class BoardTraces(ImageTraces traces)
{
    private Dictionary<int, Kept> _kept = [];

    public async Task<IReadOnlyDictionary<int, TraceAnswer>> OfAsync(TraceboardContext database, IReadOnlyCollection<BuildFact> builds, CancellationToken cancellationToken)
    {
        // Another build of an image that is already known may be a second digest of its tag, which changes its trace.
        var images = builds.Where(build => !_kept.TryGetValue(build.Id, out var kept) || !kept.IsFinal)
            .Select(build => build.Image)
            .ToHashSet(StringComparer.Ordinal);
        var fresh = await traces.OfAsync(database, images, cancellationToken);
        var answers = fresh.ToDictionary(pair => pair.Key, pair => new Kept(TraceAnswers.Of(pair.Value), IsFinal(pair.Value)), StringComparer.Ordinal);
        var kept = new Dictionary<int, Kept>(builds.Count);
        foreach (var build in builds)
            kept[build.Id] = answers.TryGetValue(build.Image, out var answer) ? answer : _kept[build.Id];
        _kept = kept;
        return kept.ToDictionary(pair => pair.Key, pair => pair.Value.Answer);
    }

    private static bool IsFinal(Trace trace) => trace.Status switch
    {
        TraceStatus.Traced => trace.Commit?.MergeRequestStatus is MergeRequestStatus.Merged or MergeRequestStatus.None,
        TraceStatus.External or TraceStatus.NoRevision or TraceStatus.Unmapped or TraceStatus.Moving => true,
        _ => false,
    };

    private sealed record Kept(TraceAnswer Answer, bool IsFinal);
}
