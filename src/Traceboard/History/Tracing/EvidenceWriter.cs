using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>Stores what a registry said of a build, with the questions that follow from it, in one transaction.</summary>
internal sealed class EvidenceWriter(Ledger ledger, QuestionPlanter planter, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromHours(1);

    /// <summary>Stores the answer; returns what that changed.</summary>
    public Task<HistoryChange> WriteAsync(BuildRow build, ImageEvidenceAnswer answer, CancellationToken cancellationToken) =>
        ledger.WriteAsync((context, token) => WriteAsync(context, build, answer, token), cancellationToken);

    private async Task<HistoryChange> WriteAsync(TraceboardContext context, BuildRow build, ImageEvidenceAnswer answer, CancellationToken cancellationToken)
    {
        var row = await context.BuildEvidence.FirstOrDefaultAsync(known => known.BuildId == build.Id, cancellationToken);
        if (row is null)
            context.BuildEvidence.Add(row = new BuildEvidenceRow { BuildId = build.Id, Digests = "" });
        else
            context.Entry(row).State = EntityState.Modified;
        Take(row, answer);
        if (answer is not ImageEvidenceAnswer.Read read)
        {
            await context.SaveChangesAsync(cancellationToken);
            return new HistoryChange([], Running: false, Traces: false) { Workloads = [], RunningImages = [] };
        }

        row.Digests = string.Join(' ', read.Digests.Where(digest => digest.Length is > 0 and < 256).Distinct(StringComparer.Ordinal).Take(64));
        await ReplaceAsync(context, build, read.Claims, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        var waiting = await planter.PlantAsync(context, [new WantedTrace(build.Image, clock.GetUtcNow(), Pods: 0)], cancellationToken);
        return new HistoryChange([], Running: false, Traces: true) { Workloads = [], RunningImages = [], Images = [build.Image], NewQuestions = waiting.Count };
    }

    private void Take(BuildEvidenceRow row, ImageEvidenceAnswer answer)
    {
        var now = clock.GetUtcNow();
        row.Attempts = answer is ImageEvidenceAnswer.Read ? 0 : row.Attempts + 1;
        var pause = Doubled(answer is ImageEvidenceAnswer.Failed ? TimeSpan.FromSeconds(30) : AfterRefusal, row.Attempts);
        (row.State, row.Detail, row.DueAt) = answer switch
        {
            ImageEvidenceAnswer.Read => (BuildEvidenceState.Read, (string?)null, (DateTimeOffset?)null),
            ImageEvidenceAnswer.Missing missing => (BuildEvidenceState.Missing, missing.Detail, now + pause),
            ImageEvidenceAnswer.Forbidden forbidden => (BuildEvidenceState.Forbidden, forbidden.Detail, now + pause),
            ImageEvidenceAnswer.Failed failed => (row.State, failed.Detail, now + (failed.RetryAfter is { } asked && asked > pause ? (asked < Longest ? asked : Longest) : pause)),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An answer of an unknown kind."),
        };
    }

    /// <summary>What the registry said of a digest before is no longer said; what is said of other digests stays.</summary>
    private async Task ReplaceAsync(TraceboardContext context, BuildRow build, IReadOnlyList<SourceClaim> claims, CancellationToken cancellationToken)
    {
        var old = await context.Claims.Where(claim => claim.Image == build.Image && claim.Kind != "workloadAnnotation" && claim.Origin == build.Digest).ToListAsync(cancellationToken);
        context.Claims.RemoveRange(old);
        await context.SaveChangesAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var keys = new HashSet<(string Kind, string Keys)>();
        foreach (var claim in claims.DistinctBy(claim => (claim.Kind, claim.Keys, claim.Revision, claim.Source, claim.Refused)).Take(Sources.Tracing.ClaimReading.MostClaims))
        {
            // An index and its manifests may say different things under one key: both are kept, and told apart.
            var told = keys.Add((claim.Kind, claim.Keys)) ? claim.Keys : $"{claim.Keys} of {claim.Origin}";
            if (told != claim.Keys && !keys.Add((claim.Kind, told)))
                continue;
            context.Claims.Add(new ClaimRow
            {
                Image = build.Image,
                Kind = claim.Kind,
                Origin = build.Digest,
                Keys = Cut(told, 512)!,
                Revision = Cut(claim.Revision, 256),
                Source = Cut(claim.Source, 512),
                Version = Cut(claim.Version, 256),
                Refused = Cut(claim.Refused, 512),
                SeenAt = now,
            });
        }
    }

    private static string? Cut(string? text, int longest) => text is { Length: > 0 } && text.Length > longest ? text[..longest] : text;

    private static TimeSpan Doubled(TimeSpan first, int attempts)
    {
        var pause = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, 12));
        return pause < Longest ? pause : Longest;
    }
}
