using System.Collections.Concurrent;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>Plans by image: reading a tag and matching it with the rules is done once for each image.</summary>
internal sealed class TracePlans(Tracer tracer)
{
    // More images than this do not run at once; beyond it, reading again is cheaper than keeping.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, TracePlan> _plans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _images = new(StringComparer.Ordinal);

    public TracePlan Of(string image)
    {
        if (_plans.TryGetValue(image, out var plan))
            return plan;
        if (_plans.Count >= Most)
            _plans.Clear();
        plan = _plans[image] = tracer.Plan(image);
        lock (_images)
        {
            foreach (var question in plan.Questions)
            {
                if (!_images.TryGetValue(question.Candidate, out var images))
                    _images[question.Candidate] = images = new HashSet<string>(StringComparer.Ordinal);
                images.Add(image);
            }
        }

        return plan;
    }

    /// <summary>The images met so far that a question about the candidate may trace.</summary>
    public IReadOnlyList<string> ImagesWith(string candidate)
    {
        lock (_images)
            return _images.TryGetValue(candidate, out var images) ? [.. images] : [];
    }
}
