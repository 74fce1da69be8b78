using Microsoft.EntityFrameworkCore;
using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers.Status;

/// <summary>Answers which mapping rule decides which of the images that run. Reckoned at most every half minute.</summary>
internal sealed class MappingReport : IDisposable
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);

    private readonly Tracer _tracer;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private (DateTimeOffset At, IReadOnlyList<MappingRuleUse> Uses)? _told;

    public MappingReport(Tracer tracer, TimeProvider time)
    {
        (_tracer, _time) = (tracer, time);
        _tracer.RulesChanged += Forget;
    }

    public async Task<IReadOnlyList<MappingRuleUse>> ReadAsync(TraceboardContext database, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_told is { } told && _time.GetUtcNow() - told.At < Lasting)
                return told.Uses;
        }

        var images = await database.Running.Where(running => running.Pods > 0).Select(running => running.Build!.Image).Distinct().ToListAsync(cancellationToken);
        var uses = _tracer.UsesOfRules(images);
        lock (_lock)
            _told = (_time.GetUtcNow(), uses);
        return uses;
    }

    public void Dispose() => _tracer.RulesChanged -= Forget;

    private void Forget()
    {
        lock (_lock)
            _told = null;
    }
}
