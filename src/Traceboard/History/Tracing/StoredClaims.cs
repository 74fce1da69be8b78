using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>What is remembered of the claims about images.</summary>
internal static class StoredClaims
{
    private const int MostOfImage = 64;

    private static readonly string[] Strength = ["ociAnnotation", "ociLabel", "workloadAnnotation"];

    /// <summary>The claims of each image, the strongest first; images without one are left out.</summary>
    public static async Task<Dictionary<string, IReadOnlyList<SourceClaim>>> OfAsync(
        TraceboardContext context, IReadOnlyCollection<string> images, CancellationToken cancellationToken)
    {
        var rows = new List<ClaimRow>();
        foreach (var chunk in images.Distinct(StringComparer.Ordinal).Chunk(5000))
            rows.AddRange(await context.Claims.AsNoTracking().Where(claim => EF.Parameter(chunk).Contains(claim.Image)).OrderBy(claim => claim.Id).ToListAsync(cancellationToken));
        return rows.GroupBy(row => row.Image, StringComparer.Ordinal).ToDictionary(group => group.Key, Distinct, StringComparer.Ordinal);
    }

    /// <summary>Many workloads say the same of one image: that is one claim.</summary>
    private static IReadOnlyList<SourceClaim> Distinct(IEnumerable<ClaimRow> rows) =>
        [.. rows.Take(MostOfImage)
            .GroupBy(row => (row.Kind, row.Keys, row.Revision, row.Source, row.Refused, Digest: row.Kind is "workloadAnnotation" ? "" : row.Origin))
            .OrderBy(group => Array.IndexOf(Strength, group.Key.Kind))
            .Select(group => ToClaim(group.First(), group.Count()))];

    private static SourceClaim ToClaim(ClaimRow row, int times) => new()
    {
        Kind = row.Kind,
        Origin = times > 1 ? $"{row.Origin} and {times - 1} more" : row.Origin,
        Keys = row.Keys,
        Revision = row.Revision,
        Source = row.Source,
        Version = row.Version,
        Refused = row.Refused,
    };
}
