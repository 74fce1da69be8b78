using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Traceboard.Images;
using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>
/// Has the registries read for builds whose digest is known, newest first, each once: what a digest holds never changes.
/// Without anybody who reads registries it does nothing.
/// </summary>
internal sealed partial class EvidenceQueue : BackgroundService
{
    private const int AtOnce = 4;
    private const int MostLooked = 200;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly IImageEvidence? _registries;
    private readonly IDbContextFactory<TraceboardContext> _contexts;
    private readonly EvidenceWriter _writer;
    private readonly HistoryChanges _changes;
    private readonly TimeProvider _clock;
    private readonly ILogger<EvidenceQueue> _logger;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _lookedUpTo;

    public EvidenceQueue(
        IDbContextFactory<TraceboardContext> contexts, EvidenceWriter writer, HistoryChanges changes, TimeProvider clock, ILogger<EvidenceQueue> logger, IImageEvidence? registries = null)
    {
        (_contexts, _writer, _changes, _clock, _logger, _registries) = (contexts, writer, changes, clock, logger, registries);
        _changes.Committed += Ring;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changes.Committed -= Ring;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_registries is not { } registries)
        {
            // A background task that ends counts as one that has died.
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stoppingToken);
            return;
        }

        while (true)
        {
            var wait = LongestWait;
            try
            {
                while (await RoundAsync(registries, stoppingToken))
                {
                }
            }
            catch (Exception exception) when (Ledger.IsFailure(exception))
            {
                LogFailed(exception);
                wait = PauseAfterFailure;
            }

            await WaitAsync(wait, stoppingToken);
        }
    }

    /// <summary>Reads some of what is due; returns whether there may be more.</summary>
    private async Task<bool> RoundAsync(IImageEvidence registries, CancellationToken cancellationToken)
    {
        var due = await DueAsync(registries, cancellationToken);
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, atOnce, async (build, cancelled) =>
        {
            var answer = await ReadAsync(registries, build, cancelled);
            _changes.OnCommitted(await _writer.WriteAsync(build, answer, cancelled));
        });
        return due.Count == MostLooked;
    }

    private async Task<List<BuildRow>> DueAsync(IImageEvidence registries, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var builds = await (
            from build in context.Builds.AsNoTracking()
            where build.Digest != ""
            join known in context.BuildEvidence on build.Id equals known.BuildId into evidence
            from one in evidence.DefaultIfEmpty()
            where (one == null && build.Id > _lookedUpTo) || one!.DueAt <= now
            orderby build.Id descending
            select build).ToListAsync(cancellationToken);
        var due = builds.Where(build => ImageReference.TryParse(build.Image, out var image) && registries.CanRead(image)).Take(MostLooked).ToList();
        // What may not be read is not looked at again by this process.
        if (due.Count < MostLooked && builds.Count > 0)
            _lookedUpTo = Math.Max(_lookedUpTo, builds[0].Id);
        return due;
    }

    private async Task<ImageEvidenceAnswer> ReadAsync(IImageEvidence registries, BuildRow build, CancellationToken cancellationToken)
    {
        try
        {
            return ImageReference.TryParse(build.Image, out var image)
                ? await registries.ReadAsync(image, build.Digest, cancellationToken)
                : new ImageEvidenceAnswer.Missing("The image is no valid reference.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The edge of the loop: a registry's own fault must not stop the queue.
            LogBroken(exception, build.Image);
            return new ImageEvidenceAnswer.Failed("Traceboard could not read the registry's answer; see the log.", RetryAfter: null);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rung = _bell.Reader.WaitToReadAsync(stop.Token).AsTask();
        var passed = Task.Delay(wait, _clock, stop.Token);
        await Task.WhenAny(rung, passed);
        await stop.CancelAsync();
        await ((Task)Task.WhenAll(rung, passed)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _bell.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Ring(HistoryChange change)
    {
        if (change.Images.Count > 0 && !change.Traces)
            _bell.Writer.TryWrite(true);
    }

    [LoggerMessage(LogLevel.Error, "The builds whose registries are to be read cannot be read or stored; Traceboard tries again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "The registry of {Image} was asked and its answer could not be read; it is asked again.")]
    private partial void LogBroken(Exception exception, string image);
}
