using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>The digests seen under image references, with the pods that run each.</summary>
internal static class SeenDigests
{
    private const int MostDigests = 20;
    private const int MostWorkloads = 8;

    /// <summary>The digests of each of these very references; images without one are left out. Where each runs is told only of images with several.</summary>
    public static async Task<Dictionary<string, IReadOnlyList<SeenDigest>>> OfAsync(
        TraceboardContext context, IReadOnlyCollection<string> images, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, IReadOnlyList<SeenDigest>>(StringComparer.Ordinal);
        foreach (var chunk in images.Distinct(StringComparer.Ordinal).Chunk(5000))
        {
            var builds = await context.Builds.AsNoTracking()
                .Where(build => EF.Parameter(chunk).Contains(build.Image) && build.Digest != "")
                .OrderByDescending(build => build.Id)
                .ToListAsync(cancellationToken);
            var byImage = builds.GroupBy(build => build.Image, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Take(MostDigests).ToArray(), StringComparer.Ordinal);
            var places = await PlacesAsync(context, [.. byImage.Values.Where(ofImage => ofImage.Length > 1).SelectMany(ofImage => ofImage).Select(build => build.Id)], cancellationToken);
            foreach (var (image, ofImage) in byImage)
                seen[image] = ofImage.Length == 1 ? [new SeenDigest(ofImage[0].Digest, ofImage[0].Digest, 0, [])] : Describe(ofImage, places);
        }

        return seen;
    }

    // One question for all of them: a fleet may have thousands of tags that moved.
    private static async Task<Places> PlacesAsync(TraceboardContext context, int[] builds, CancellationToken cancellationToken)
    {
        if (builds.Length == 0)
            return new Places(Enumerable.Empty<RunningPlace>().ToLookup(place => place.BuildId), []);
        var running = await context.Running.AsNoTracking()
            .Where(running => EF.Parameter(builds).Contains(running.BuildId) && running.Pods > 0)
            .Select(running => new RunningPlace(running.BuildId, running.Pods, running.Workload!.Cluster!.Name, running.Workload.Namespace, running.Workload.Kind, running.Workload.Name))
            .ToListAsync(cancellationToken);
        var same = await context.BuildEvidence.AsNoTracking()
            .Where(evidence => EF.Parameter(builds).Contains(evidence.BuildId) && evidence.Digests != "")
            .Select(evidence => new { evidence.BuildId, evidence.Digests })
            .ToListAsync(cancellationToken);
        return new Places(
            running.ToLookup(place => place.BuildId),
            same.GroupBy(evidence => evidence.BuildId).ToDictionary(evidence => evidence.Key, evidence => evidence.First().Digests.Split(' ')));
    }

    private static IReadOnlyList<SeenDigest> Describe(BuildRow[] builds, Places places)
    {
        var same = builds.Select(build => places.Same.GetValueOrDefault(build.Id)).OfType<string[]>().ToArray();
        return [.. builds.Select(build => new SeenDigest(
            build.Digest,
            same.FirstOrDefault(digests => digests.Contains(build.Digest, StringComparer.Ordinal))?.Min(StringComparer.Ordinal) ?? build.Digest,
            places.Running[build.Id].Sum(place => place.Pods),
            [.. places.Running[build.Id].Select(place => place.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostWorkloads)]))];
    }

    private sealed record Places(ILookup<int, RunningPlace> Running, Dictionary<int, string[]> Same);

    private sealed record RunningPlace(int BuildId, int Pods, string Cluster, string Namespace, string Kind, string Name)
    {
        public override string ToString() => $"{Cluster}/{Namespace}/{Kind}/{Name}";
    }
}
