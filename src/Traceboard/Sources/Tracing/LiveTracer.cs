using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Traceboard.Sources.Tracing;

/// <summary>
/// The tracer by the rules as they are now: when the configuration is loaded anew, mapping rules and tag patterns are
/// compiled again. Wrong ones are refused as a whole and the last good ones stay. Git hosts stay those of the start.
/// </summary>
internal sealed partial class LiveTracer : Tracer, IDisposable
{
    private readonly IConfiguration _traceboard;
    private readonly SourcesOptions _atStart;
    private readonly ILogger<LiveTracer> _logger;
    private readonly IDisposable _reload;
    private volatile MappedTracer _current;
    private string _rules;

    public LiveTracer(IConfiguration traceboard, IOptions<SourcesOptions> atStart, ILogger<LiveTracer> logger)
    {
        (_traceboard, _atStart, _logger) = (traceboard, atStart.Value, logger);
        _current = MappedTracer.From(_atStart);
        _rules = Fingerprint(_atStart);
        _reload = ChangeToken.OnChange(traceboard.GetReloadToken, Reload);
    }

    public override IReadOnlyList<ConfirmedRepository> Confirmed => _current.Confirmed;

    public override TracePlan Plan(string image) => _current.Plan(image);

    public override TracePlan Plan(string image, IReadOnlyList<SourceClaim> claims) => _current.Plan(image, claims);

    public override Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, int digestsOfTag, DateTimeOffset? pendingSince) =>
        _current.Conclude(plan, answer, digestsOfTag, pendingSince);

    public override Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, IReadOnlyList<SeenDigest> digests, DateTimeOffset? pendingSince) =>
        _current.Conclude(plan, answer, digests, pendingSince);

    public override IReadOnlyList<MappingRuleUse> UsesOfRules(IEnumerable<string> images) => _current.UsesOfRules(images);

    public void Dispose() => _reload.Dispose();

    private void Reload()
    {
        try
        {
            // An empty section is a file in the middle of being replaced.
            if (!_traceboard.GetChildren().Any() || _traceboard.Get<SourcesOptions>() is not { } told)
                return;
            var options = new SourcesOptions { GitHosts = [.. _atStart.GitHosts], Sources = [.. told.Sources], BuiltInSources = told.BuiltInSources, Tags = [.. told.Tags], Repositories = [.. told.Repositories] };
            if (new SourceRulesValidator().Validate(name: null, options) is { Failed: true } refused)
            {
                LogRefused(refused.FailureMessage);
                return;
            }

            var rules = Fingerprint(options);
            if (string.Equals(Interlocked.Exchange(ref _rules, rules), rules, StringComparison.Ordinal))
                return;
            _current = MappedTracer.From(options);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            LogUnreadable(exception);
            return;
        }

        LogTaken(_atStart.GitHosts.Count);
        OnRulesChanged();
    }

    private static string Fingerprint(SourcesOptions options) => string.Join('\n',
        options.Sources.Select(rule => $"{rule.Image}\t{rule.Repository}\t{rule.Path}\t{rule.External}").Concat(options.Tags)
            .Concat(options.Repositories.Select(repository => $"{repository.Repository}\t{repository.Id}")).Append($"{options.BuiltInSources}"));

    [LoggerMessage(LogLevel.Information, "The mapping rules or tag patterns were changed; what they touch is traced anew. The {Hosts} Git hosts stay those of the start.")]
    private partial void LogTaken(int hosts);

    [LoggerMessage(LogLevel.Error, "The changed mapping rules or tag patterns are wrong, and the last good ones stay: {Faults}")]
    private partial void LogRefused(string faults);

    [LoggerMessage(LogLevel.Error, "The changed configuration cannot be read, and the last good mapping rules stay.")]
    private partial void LogUnreadable(Exception exception);
}
