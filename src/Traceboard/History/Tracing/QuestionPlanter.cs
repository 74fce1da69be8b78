using Microsoft.EntityFrameworkCore;

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

        var byImage = (await plans.LoadAsync(context, [.. wanted.Select(trace => trace.Image)], cancellationToken)).ToDictionary(plan => plan.Image, StringComparer.Ordinal);
        var planned = wanted
            .GroupBy(trace => trace.Image, StringComparer.Ordinal)
            .Select(group => (Plan: byImage[group.Key], DeployedAt: group.Max(trace => trace.DeployedAt), Pods: group.Sum(trace => trace.Pods)))
            .OrderByDescending(trace => trace.DeployedAt)
            .ToList();
        var known = await KnownAnswers.LoadAsync(context, planned.Select(trace => trace.Plan), cancellationToken);
        return Plant(context, planned.Select(trace => (trace.Plan, trace.DeployedAt, trace.Pods)), known);
    }

    private List<string> Plant(
        TraceboardContext context, IEnumerable<(Sources.TracePlan Plan, DateTimeOffset DeployedAt, int Pods)> planned, KnownAnswers known)
    {
        var images = new List<string>();
        var now = clock.GetUtcNow();
        foreach (var (plan, deployedAt, pods) in planned)
        {
            if (plan.NextQuestion(known.AnswerTo) is not { } next)
                continue;

            if (known.Find(next) is not { } row)
            {
                row = new QuestionRow
                {
                    Host = next.Repository.Host,
                    Path = next.Repository.Path,
                    Candidate = next.Candidate,
                    State = QuestionState.Waiting,
                    AskedAt = now,
                    DueAt = now,
                    NewestDeployedAt = deployedAt,
                    Pods = pods,
                };
                context.Questions.Add(row);
                known.Add(row);
                images.Add(plan.Image);
            }
            else if (row.NewestDeployedAt < deployedAt)
            {
                (row.NewestDeployedAt, row.Pods) = (deployedAt, pods);
                if (context.Entry(row).State != EntityState.Added)
                    context.Entry(row).State = EntityState.Modified;
            }
        }

        return images;
    }
}
