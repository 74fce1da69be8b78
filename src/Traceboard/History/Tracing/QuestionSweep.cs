using Microsoft.EntityFrameworkCore;

namespace Traceboard.History.Tracing;

/// <summary>
/// Reads all remembered images with the rules as they are now, at the start and when the rules are changed: a rule or convention that is new makes
/// questions of images that had none.
/// </summary>
internal sealed class QuestionSweep(IDbContextFactory<TraceboardContext> contexts, Ledger ledger, QuestionPlanter planter, RepositoryNumbers numbers)
{
    private const int ImagesAtOnce = 2000;

    public Task<IReadOnlyList<HistoryChange>> RunAsync(CancellationToken cancellationToken) => RunAsync(tellAll: false, cancellationToken);

    /// <summary>Reads them all. With <paramref name="tellAll"/> each image counts as changed, not only those with new questions.</summary>
    public async Task<IReadOnlyList<HistoryChange>> RunAsync(bool tellAll, CancellationToken cancellationToken)
    {
        List<WantedTrace> wanted;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            wanted = await context.Deployments
                .Where(deployment => deployment.BuildId != null)
                .GroupBy(deployment => deployment.Build!.Image)
                .Select(group => new WantedTrace(group.Key, group.Max(deployment => deployment.StartedAt), 0))
                .ToListAsync(cancellationToken);
        }

        var changes = new List<HistoryChange>();
        var confirmed = await ledger.WriteAsync(numbers.ConfirmAsync, cancellationToken);
        if (confirmed > 0)
            changes.Add(new HistoryChange([], Running: false, Traces: false) { NewQuestions = confirmed });
        foreach (var chunk in wanted.OrderByDescending(trace => trace.DeployedAt).Chunk(ImagesAtOnce))
        {
            var images = await ledger.WriteAsync((context, token) => planter.PlantAsync(context, chunk, token), cancellationToken);
            if (images.Count > 0 || tellAll)
                changes.Add(new HistoryChange([], Running: false, Traces: tellAll) { Workloads = [], RunningImages = [], Images = tellAll ? [.. chunk.Select(trace => trace.Image)] : images, NewQuestions = images.Count });
        }

        return changes;
    }
}
