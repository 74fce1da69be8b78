using Microsoft.EntityFrameworkCore;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>
/// Plans by image: reading a tag and matching it with the rules is done once for each image, and again when its claims or
/// the rules are others.
/// </summary>
internal sealed class TracePlans(Tracer tracer)
{
    // More images than this do not run at once; beyond it, reading again is cheaper than keeping.
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _plans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _images = new(StringComparer.Ordinal);
    private bool _hasForgotten;

    /// <summary>The plans of these images, each once, in order, with what is remembered of their claims.</summary>
    public async Task<IReadOnlyList<TracePlan>> LoadAsync(TraceboardContext context, IReadOnlyCollection<string> images, CancellationToken cancellationToken)
    {
        var claims = await StoredClaims.OfAsync(context, images, cancellationToken);
        return [.. images.Distinct(StringComparer.Ordinal).Select(image => Of(image, claims.GetValueOrDefault(image, [])))];
    }

    /// <summary>The plan of one image that is not worth keeping.</summary>
    public async Task<TracePlan> ReadAsync(TraceboardContext context, string image, CancellationToken cancellationToken) =>
        tracer.Plan(image, (await StoredClaims.OfAsync(context, [image], cancellationToken)).GetValueOrDefault(image, []));

    /// <summary>
    /// The images that a question about the candidate may trace: those met so far, and once plans were let go, those whose
    /// stored text holds it.
    /// </summary>
    public async Task<IReadOnlyCollection<string>> ImagesWithAsync(TraceboardContext context, string candidate, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        bool hasForgotten;
        lock (_lock)
        {
            found.UnionWith(_images.GetValueOrDefault(candidate, []));
            hasForgotten = _hasForgotten;
        }

        if (!hasForgotten)
            return found;
        // The one wildcard that a tag may hold, the underscore, only lets through an image too many.
        var holds = $"%{(TraceQuestion.GitTagOf(candidate) ?? candidate).ToLowerInvariant()}%";
        found.UnionWith(await context.Builds.Where(build => EF.Functions.Like(build.Image.ToLower(), holds)).Select(build => build.Image).Distinct().Take(Most).ToListAsync(cancellationToken));
        found.UnionWith(await context.Claims.Where(claim => EF.Functions.Like(claim.Revision!.ToLower(), holds)).Select(claim => claim.Image).Distinct().Take(Most).ToListAsync(cancellationToken));
        return found;
    }

    /// <summary>What the kept plans of these images ask for; an image that was not met asks for nothing.</summary>
    public IReadOnlyList<string> CandidatesOf(IEnumerable<string> images)
    {
        lock (_lock)
            return [.. images.SelectMany(image => _plans.TryGetValue(image, out var kept) ? kept.Plan.Questions : []).Select(question => question.Candidate)];
    }

    /// <summary>Lets go of all plans: the rules are others now.</summary>
    public void Forget()
    {
        lock (_lock)
            Clear();
    }

    private TracePlan Of(string image, IReadOnlyList<SourceClaim> claims)
    {
        lock (_lock)
        {
            if (_plans.TryGetValue(image, out var kept) && kept.Claims.SequenceEqual(claims))
                return kept.Plan;
            if (_plans.Count >= Most)
                Clear();
            var plan = tracer.Plan(image, claims);
            _plans[image] = new Kept(claims, plan);
            foreach (var question in plan.Questions)
            {
                if (!_images.TryGetValue(question.Candidate, out var images))
                    _images[question.Candidate] = images = new HashSet<string>(StringComparer.Ordinal);
                images.Add(image);
            }

            return plan;
        }
    }

    private void Clear()
    {
        _plans.Clear();
        _images.Clear();
        _hasForgotten = true;
    }

    private sealed record Kept(IReadOnlyList<SourceClaim> Claims, TracePlan Plan);
}
