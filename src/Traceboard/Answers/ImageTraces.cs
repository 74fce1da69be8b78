using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers;

/// <summary>Concludes the traces of many images at once, from what is remembered; asks nobody.</summary>
internal sealed class ImageTraces(Tracer tracer)
{
    private const int Chunk = 500;
    private const int MostPlans = 50_000;
    private readonly ConcurrentDictionary<string, TracePlan> _plans = new(StringComparer.Ordinal);

    /// <summary>The trace of each image, by the image as written.</summary>
    public async Task<IReadOnlyDictionary<string, Trace>> OfAsync(TraceboardContext database, IEnumerable<string> images, CancellationToken cancellationToken)
    {
        var plans = images.Distinct(StringComparer.Ordinal).Select(PlanOf).ToArray();
        var answers = await AnswersAsync(database, plans, cancellationToken);
        var digests = await DigestsAsync(database, plans, cancellationToken);
        return plans.ToDictionary(
            plan => plan.Image,
            plan => tracer.Conclude(
                plan,
                question => answers.GetValueOrDefault(KeyOf(question))?.ToAnswer(),
                digests.GetValueOrDefault(plan.Image, 1),
                plan.Questions.Select(question => answers.GetValueOrDefault(KeyOf(question))?.AskedAt).Min()),
            StringComparer.Ordinal);
    }

    private TracePlan PlanOf(string image)
    {
        if (_plans.Count > MostPlans)
            _plans.Clear();
        return _plans.GetOrAdd(image, tracer.Plan);
    }

    private static async Task<Dictionary<(string, string, string), Remembered>> AnswersAsync(TraceboardContext database, TracePlan[] plans, CancellationToken cancellationToken)
    {
        var remembered = new Dictionary<(string, string, string), Remembered>();
        var candidates = plans.SelectMany(plan => plan.Questions).Select(question => question.Candidate).Distinct(StringComparer.Ordinal);
        foreach (var chunk in candidates.Chunk(Chunk))
        {
            var rows = await database.Questions.AsNoTracking().Include(question => question.Commit)
                .Where(question => chunk.Contains(question.Candidate))
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
                remembered[KeyOf(row.Host, row.Path, row.Candidate)] = new Remembered(row);
        }

        return remembered;
    }

    private static async Task<Dictionary<string, int>> DigestsAsync(TraceboardContext database, TracePlan[] plans, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var chunk in plans.Select(plan => plan.Image).Chunk(Chunk))
        {
            var rows = await database.Builds
                .Where(build => chunk.Contains(build.Image) && build.Digest != "")
                .GroupBy(build => build.Image)
                .Select(image => new { Image = image.Key, Digests = image.Count() })
                .Where(image => image.Digests > 1)
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
                digests[row.Image] = row.Digests;
        }

        return digests;
    }

    private static (string, string, string) KeyOf(TraceQuestion question) =>
        KeyOf(question.Repository.Host, question.Repository.Path, question.Candidate);

    private static (string, string, string) KeyOf(string host, string path, string candidate) =>
        (host.ToLowerInvariant(), path.ToLowerInvariant(), candidate);

    private sealed class Remembered(QuestionRow row)
    {
        public DateTimeOffset? AskedAt => row.AskedAt;

        public CommitAnswer? ToAnswer() => RememberedAnswer.Of(row);
    }
}
