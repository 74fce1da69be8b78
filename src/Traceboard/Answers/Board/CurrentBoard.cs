using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Traceboard.Clusters;
using Traceboard.History;

namespace Traceboard.Answers.Board;

/// <summary>
/// Keeps the board in memory: built from the database at the start, again at once when something was committed or a
/// cluster's freshness changed, and then at most every 250 ms. Only workloads that a commit concerned are read again.
/// While the database does not answer, the last board stays and ages.
/// </summary>
internal sealed partial class CurrentBoard : BackgroundService
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    // A commit that only proves what was known is not announced.
    private static readonly TimeSpan ProofEvery = TimeSpan.FromSeconds(2);
    // Lets go of what is kept of images that run no more.
    private static readonly TimeSpan WholeEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly BoardFactsReader _reader;
    private readonly BoardBuilder _builder;
    private readonly ClusterProofs _proofs;
    private readonly Fleet _fleet;
    private readonly HistoryChanges _history;
    private readonly LiveAnswers _answers;
    private readonly TimeProvider _time;
    private readonly ILogger<CurrentBoard> _logger;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutdatedWorkloads _outdated = new();
    private long? _wholeAt;
    private volatile Built? _built;

    public CurrentBoard(
        BoardFactsReader reader, BoardBuilder builder, Fleet fleet, HistoryChanges history, LiveAnswers answers, TimeProvider time, ILogger<CurrentBoard> logger)
    {
        (_reader, _builder, _fleet, _history, _answers, _time, _logger) = (reader, builder, fleet, history, answers, time, logger);
        _proofs = new ClusterProofs(time.GetUtcNow());
    }

    /// <summary>Whether the first board is built.</summary>
    public bool IsBuilt => _built is not null;

    /// <summary>How often it was built from the database.</summary>
    public int Builds { get; private set; }

    /// <summary>The board now; waits only for the very first one.</summary>
    public async Task<BoardSnapshot> SnapshotAsync(CancellationToken cancellationToken) => (await BuiltAsync(cancellationToken)).Snapshot;

    /// <summary>A part of the board now. Equal questions to the same board are answered once.</summary>
    public async Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken) =>
        (await BuiltAsync(cancellationToken)).Filtered(filter);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _history.Committed += OnCommitted;
        _fleet.Changed += Wake;
        try
        {
            Wake();
            BoardFacts? facts = null;
            while (!stoppingToken.IsCancellationRequested)
            {
                var woken = await WokenAsync(stoppingToken);
                var started = _time.GetTimestamp();
                facts = woken || facts is null
                    ? await RebuildAsync(facts, _outdated.Take(), stoppingToken)
                    : await RefreshProofsAsync(facts, stoppingToken);
                await Task.Delay(PauseAfter(_time.GetElapsedTime(started)), _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            _history.Committed -= OnCommitted;
            _fleet.Changed -= Wake;
            _first.TrySetCanceled(CancellationToken.None);
        }
    }

    // A slow build of a very large board takes at most a fifth of one processor. One that seems to have taken hours met
    // a machine that slept.
    private static TimeSpan PauseAfter(TimeSpan build) => build >= Longest / 4 ? Longest : build * 4 > Least ? build * 4 : Least;

    private async Task<Built> BuiltAsync(CancellationToken cancellationToken)
    {
        if (_built is null)
            await _first.Task.WaitAsync(cancellationToken);
        return _built!;
    }

    private async Task<BoardFacts?> RebuildAsync(BoardFacts? before, IReadOnlyCollection<int>? outdated, CancellationToken cancellationToken)
    {
        try
        {
            if (_wholeAt is { } wholeAt && _time.GetElapsedTime(wholeAt) >= WholeEvery)
                outdated = null;
            if (outdated is null)
                _wholeAt = _time.GetTimestamp();
            var facts = outdated is null ? await _reader.ReadAsync(cancellationToken) : await _reader.ReadAsync(before, outdated, cancellationToken);
            Show(facts);
            Builds++;
            _answers.Publish();
            return facts;
        }
        catch (DbException fault)
        {
            LogNotBuilt(fault);
            _outdated.Add(outdated);
            if (before is not null)
                ShowProofs(before);
            await Task.Delay(RetryAfter, _time, cancellationToken);
            Wake();
            return before;
        }
    }

    private async Task<BoardFacts> RefreshProofsAsync(BoardFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            var renewed = await _reader.RefreshAsync(facts, cancellationToken);
            ShowProofs(renewed);
            return renewed;
        }
        catch (DbException fault)
        {
            LogNotBuilt(fault);
            ShowProofs(facts);
            return facts;
        }
    }

    // A later proof is shown; only another freshness is worth telling.
    private void ShowProofs(BoardFacts facts)
    {
        var (before, now) = (_built!.Snapshot.Clusters, ProofsOf(facts));
        if (now.SequenceEqual(before))
            return;
        Show(facts);
        if (!now.Select(proof => (proof.Name, proof.Freshness)).SequenceEqual(before.Select(proof => (proof.Name, proof.Freshness))))
            _answers.Publish();
    }

    private IReadOnlyList<ClusterProof> ProofsOf(BoardFacts facts) =>
        _proofs.Of(facts.Clusters, _fleet.Clusters, facts.ReadAt, _time.GetUtcNow());

    private void Show(BoardFacts facts)
    {
        _built = new Built(_builder.Build(facts, ProofsOf(facts), _built?.Snapshot));
        _first.TrySetResult();
    }

    private async Task<bool> WokenAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ProofEvery, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void OnCommitted(HistoryChange change)
    {
        _outdated.Add(change.Workloads);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    [LoggerMessage(LogLevel.Error, "The board could not be built from the database: it stays as it was and is tried again. Look at the database's own line on the Status page.")]
    private partial void LogNotBuilt(Exception fault);

    private sealed class Built(BoardSnapshot snapshot)
    {
        private const int MostFilters = 64;
        private readonly ConcurrentDictionary<BoardFilter, BoardAnswer> _filtered = new();

        public BoardSnapshot Snapshot { get; } = snapshot;

        public BoardAnswer Filtered(BoardFilter filter)
        {
            if (_filtered.TryGetValue(filter, out var known))
                return known;
            var answer = BoardFiltering.Apply(Snapshot.Answer, filter);
            if (_filtered.Count < MostFilters)
                _filtered.TryAdd(filter, answer);
            return answer;
        }
    }
}
