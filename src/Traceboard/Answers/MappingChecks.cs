using Microsoft.EntityFrameworkCore;
using Traceboard.Answers.Status;
using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers;

/// <summary>Tells for <c>traceboard check</c> what each mapping rule is good for, by the images that were seen last.</summary>
public sealed class MappingChecks
{
    private readonly Tracer _tracer;
    private readonly IDbContextFactory<TraceboardContext> _contexts;

    internal MappingChecks(Tracer tracer, IDbContextFactory<TraceboardContext> contexts) => (_tracer, _contexts) = (tracer, contexts);

    /// <summary>All rules together.</summary>
    public Check All => new("mapping", "See what the line of the database says.", RunAsync);

    /// <summary>
    /// One line for each rule. A rule that matches nothing or is shadowed is told and is no failure: the workloads that it
    /// is meant for may not run now. Never throws for what the database does.
    /// </summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        List<string> images;
        IReadOnlyList<RepositoryAlarm> alarms;
        try
        {
            await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
            images = await database.Running.Where(running => running.Pods > 0).Select(running => running.Build!.Image).Distinct().ToListAsync(cancellationToken);
            alarms = await RepositoryAlarms.ReadAsync(database, cancellationToken);
        }
        catch (Exception exception) when (Ledger.IsFailure(exception))
        {
            // Why it does not tell is the line of the database.
            return [new CheckResult("mapping", true, "no images are remembered yet, or the database does not tell them, so nobody can tell what the rules match")];
        }

        var alarmed = alarms.Select(alarm => new CheckResult($"repository {alarm.Repository}", Ok: false, alarm.Message, "Find out who has the name now, and confirm the number only if it is yours."));
        return images.Count == 0
            ? [.. alarmed, new CheckResult("mapping", true, "no images are remembered yet, so nobody can tell what the rules match")]
            : [.. alarmed, .. _tracer.UsesOfRules(images).Where(use => !use.BuiltIn || use.Images > 0).Select(Tell)];
    }

    private static CheckResult Tell(MappingRuleUse use) => new(
        $"mapping rule {use.Position}",
        Ok: true,
        $"{use.Rule}: {use.Summary}",
        (use.Images, use.Shadowed) switch
        {
            (0, 0) => "Remove it if it is not needed, or correct its Image.",
            (0, _) => "Move it before the rule that takes its images, or remove it.",
            _ => null,
        });
}
