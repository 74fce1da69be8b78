using System.Collections.Concurrent;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>Plans by image: reading a tag and matching it with the rules is done once for each image.</summary>
internal sealed class TracePlans(Tracer tracer)
{
    // More images than this are not on a board; beyond it, reading again is cheaper than keeping.
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, TracePlan> _plans = new(StringComparer.Ordinal);

    public TracePlan Of(string image)
    {
        if (_plans.TryGetValue(image, out var plan))
            return plan;
        if (_plans.Count >= Most)
            _plans.Clear();
        return _plans[image] = tracer.Plan(image);
    }
}
