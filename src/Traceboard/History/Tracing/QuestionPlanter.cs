using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>An image that somebody wants to see traced, and what puts it in order among others.</summary>
internal sealed record WantedTrace(string Image, DateTimeOffset DeployedAt, int Pods);

/// <summary>Puts into the queue what has to be asked next for an image; what was asked already is not asked anew.</summary>
internal sealed class QuestionPlanter(TracePlans plans, TimeProvider clock)
{
    /// <summary>Adds the missing questions to the context; returns the images that wait for one that is new.</summary>
    public async Task<IReadOnlyList<string>> PlantAsync(
        TraceboardContext context, IReadOnlyCollection<WantedTrace> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
            return [];

        var planned = wanted
            .GroupBy(trace => trace.Image, StringComparer.Ordinal)
            .Select(group => (Plan: plans.Of(group.Key), DeployedAt: group.Max(trace => trace.DeployedAt), Pods: group.Sum(trace => trace.Pods)))
            .OrderByDescending(trace => trace.DeployedAt)
            .ToList();
        var known = await KnownAnswers.LoadAsync(context, planned.Select(trace => trace.Plan), cancellationToken);
        var isNew = planned.Any(trace => trace.Plan.NextQuestion(known.AnswerTo) is { } next && known.Find(next) is null);
        var missing = isNew ? await MissingRepositories.AmongAsync(context, planned.Select(trace => trace.Plan), cancellationToken) : [];
        var images = new List<string>();
        foreach (var (plan, deployedAt, pods) in planned)
        {
            if (Plant(context, plan, deployedAt, pods, known, missing))
                images.Add(plan.Image);
        }

        return images;
    }

    /// <summary>Whether something was added. A repository that is known to be missing is passed over without being asked.</summary>
    private bool Plant(
        TraceboardContext context, TracePlan plan, DateTimeOffset deployedAt, int pods, KnownAnswers known, Dictionary<Repository, string?> missing)
    {
        var added = false;
        while (plan.NextQuestion(known.AnswerTo) is { } next)
        {
            if (known.Find(next) is { } row)
            {
                Prefer(context, row, deployedAt, pods);
                return added;
            }

            var isMissing = missing.TryGetValue(next.Repository, out var detail);
            var now = clock.GetUtcNow();
            row = new QuestionRow
            {
                Host = next.Repository.Host,
                Path = next.Repository.Path,
                Candidate = next.Candidate,
                State = isMissing ? QuestionState.RepositoryMissing : QuestionState.Waiting,
                Detail = detail,
                AskedAt = now,
                DueAt = isMissing ? null : now,
                NewestDeployedAt = deployedAt,
                Pods = pods,
            };
            context.Questions.Add(row);
            known.Add(row);
            added = true;
            if (!isMissing)
                break;
        }

        return added;
    }

    private static void Prefer(TraceboardContext context, QuestionRow row, DateTimeOffset deployedAt, int pods)
    {
        if (row.NewestDeployedAt >= deployedAt)
            return;
        (row.NewestDeployedAt, row.Pods) = (deployedAt, pods);
        context.Entry(row).DetectChanges();
    }
}
