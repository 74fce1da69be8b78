using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Sources;

namespace Traceboard.History.Recording;

/// <summary>
/// What workloads claim of the images that they run, as stored. A claim that is told no more, while the image still runs
/// there, is taken back; of images that run there no longer it stays.
/// </summary>
internal sealed class WorkloadClaims
{
    private const string Kind = "workloadAnnotation";

    private readonly Dictionary<(string Image, string Origin), ClaimRow> _rows = [];

    public async Task StartAsync(TraceboardContext context, CancellationToken cancellationToken)
    {
        await foreach (var row in context.Claims.AsNoTracking().Where(claim => claim.Kind == Kind).AsAsyncEnumerable().WithCancellation(cancellationToken))
            _rows[(row.Image, row.Origin)] = row;
    }

    /// <summary>Writes what a workload claims now into the context; returns the images whose claims are others than before.</summary>
    public IReadOnlyList<string> Write(TraceboardContext context, string cluster, WorkloadObservation observed, DateTimeOffset now)
    {
        var changed = new List<string>();
        var origin = $"{cluster}/{observed.Workload.Namespace}/{observed.Workload.Kind}/{observed.Workload.Name}";
        // Several builds of one image differ in digest or template alone: the newest speaks.
        var builds = observed.Containers.Where(container => container.IsPrimary).SelectMany(container => container.Builds).Where(build => build.Pods > 0)
            .GroupBy(build => build.Image, StringComparer.Ordinal).Select(group => group.MaxBy(build => build.FirstPodCreatedAt)!);
        foreach (var build in builds)
        {
            if (Write(context, build.Image, origin, build.Claim, now))
                changed.Add(build.Image);
        }

        return changed;
    }

    private bool Write(TraceboardContext context, string image, string origin, WorkloadClaim? claim, DateTimeOffset now)
    {
        claim = claim is null ? null : claim with { Source = UserInformation.Without(claim.Source) };
        var known = _rows.GetValueOrDefault((image, origin));
        if (claim is null && known is null || known is not null && claim is not null && (known.Keys, known.Revision, known.Source) == (claim.Keys, claim.Revision, claim.Source))
            return false;

        if (known is not null)
        {
            context.Entry(known).State = context.Entry(known).State is EntityState.Added ? EntityState.Detached : EntityState.Deleted;
            _rows.Remove((image, origin));
        }

        if (claim is not null)
        {
            var row = new ClaimRow { Image = image, Kind = Kind, Origin = origin, Keys = claim.Keys, Revision = claim.Revision, Source = claim.Source, SeenAt = now };
            context.Claims.Add(row);
            _rows[(image, origin)] = row;
        }

        return true;
    }
}
