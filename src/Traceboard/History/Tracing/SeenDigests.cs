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
            foreach (var group in builds.GroupBy(build => build.Image, StringComparer.Ordinal))
            {
                BuildRow[] ofImage = [.. group.Take(MostDigests)];
                seen[group.Key] = ofImage.Length == 1
                    ? [new SeenDigest(ofImage[0].Digest, ofImage[0].Digest, 0, [])]
                    : await DescribeAsync(context, ofImage, cancellationToken);
            }
        }

        return seen;
    }

    private static async Task<IReadOnlyList<SeenDigest>> DescribeAsync(TraceboardContext context, BuildRow[] builds, CancellationToken cancellationToken)
    {
        var ids = builds.Select(build => build.Id).ToArray();
        var running = await context.Running.AsNoTracking()
            .Where(running => EF.Parameter(ids).Contains(running.BuildId) && running.Pods > 0)
            .Select(running => new { running.BuildId, running.Pods, Cluster = running.Workload!.Cluster!.Name, running.Workload.Namespace, running.Workload.Kind, running.Workload.Name })
            .ToListAsync(cancellationToken);
        var same = await context.BuildEvidence.AsNoTracking()
            .Where(evidence => EF.Parameter(ids).Contains(evidence.BuildId) && evidence.Digests != "")
            .Select(evidence => evidence.Digests)
            .ToListAsync(cancellationToken);
        var pods = running.ToLookup(one => one.BuildId);
        return [.. builds.Select(build => new SeenDigest(
            build.Digest,
            same.Select(digests => digests.Split(' ')).FirstOrDefault(digests => digests.Contains(build.Digest, StringComparer.Ordinal))?.Min(StringComparer.Ordinal) ?? build.Digest,
            pods[build.Id].Sum(one => one.Pods),
            [.. pods[build.Id].Select(one => $"{one.Cluster}/{one.Namespace}/{one.Kind}/{one.Name}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostWorkloads)]))];
    }
}
