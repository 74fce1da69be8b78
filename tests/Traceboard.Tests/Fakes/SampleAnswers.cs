using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Tests.Fakes;

/// <summary>Hand-written answers for the pages; each may be replaced while a page is open, then <see cref="Changes"/> tells it.</summary>
internal sealed class SampleAnswers
{
    public SampleAnswers(DateTimeOffset now)
    {
        Now = now;
        Board = new SampleBoard(now).Answer;
        Services = new SampleServices(now, Board);
        Status = SampleStatus.At(now);
    }

    public DateTimeOffset Now { get; }

    public BoardAnswer Board { get; set; }

    public SampleServices Services { get; }

    public StatusAnswer Status { get; set; }

    public UntraceableAnswer Untraceable { get; set; } = SampleUntraceable.Answer;

    public SampleChanges Changes { get; } = new();

    /// <summary>Thrown by every reader when set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How often the board was read.</summary>
    public int BoardReads { get; private set; }

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<BoardReader>(new Boards(this));
        services.AddSingleton<ServiceReader>(new ServicesRead(this));
        services.AddSingleton<DeploymentsReader>(new Deployments(this));
        services.AddSingleton<StatusReader>(new Statuses(this));
        services.AddSingleton<UntraceableReader>(new Ghosts(this));
        services.AddSingleton<AnswerChanges>(Changes);
        services.AddSingleton<Fleet>(new SampleFleet(this));
    }

    private void ThrowIfFailing()
    {
        if (Failure is { } failure)
            throw failure;
    }

    private sealed class Boards(SampleAnswers sample) : BoardReader
    {
        public override Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken)
        {
            sample.ThrowIfFailing();
            sample.BoardReads++;
            var board = sample.Board;
            return Task.FromResult(board with
            {
                Environments = [.. board.Environments.Where(environment => filter.Environment is null || environment.Name == filter.Environment)],
                Services = [.. board.Services.Where(service => Matches(service, filter))],
            });
        }

        private static bool Matches(BoardService service, BoardFilter filter) =>
            (filter.Team is null || service.Team == filter.Team)
            && (filter.Query is null || Text(service).Any(text => text.Contains(filter.Query, StringComparison.OrdinalIgnoreCase)))
            && filter.Only switch
            {
                "drift" => service.Cells.Values.Any(cell => cell.Drift is { Relation: not "Same" }),
                "untraceable" => service.Cells.Values.SelectMany(cell => cell.Builds).Any(build => build.Trace.Status is not ("Traced" or "Pending" or "External")),
                _ => true,
            };

        private static IEnumerable<string> Text(BoardService service) =>
        [
            service.Service,
            service.Team ?? "",
            .. service.Cells.Values.SelectMany(cell => cell.Builds).SelectMany(build => new[] { build.Image, build.Trace.Commit?.Sha ?? "", build.Trace.Commit?.Title ?? "", build.Trace.Commit?.Author.Name ?? "" }),
        ];
    }

    private sealed class ServicesRead(SampleAnswers sample) : ServiceReader
    {
        public override Task<ServiceAnswer?> ReadAsync(string service, CancellationToken cancellationToken)
        {
            sample.ThrowIfFailing();
            return Task.FromResult(sample.Services.Find(service));
        }
    }

    private sealed class Deployments(SampleAnswers sample) : DeploymentsReader
    {
        public override Task<Page<DeploymentAnswer>> ReadAsync(DeploymentsFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
        {
            sample.ThrowIfFailing();
            var start = cursor is null ? 0 : int.Parse(cursor);
            var all = sample.Services.HistoryOf(filter.Service ?? "");
            return Task.FromResult(new Page<DeploymentAnswer>([.. all.Skip(start).Take(limit)], start + limit < all.Count ? $"{start + limit}" : null));
        }

        public override Task<DeploymentAnswer?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult<DeploymentAnswer?>(null);
    }

    private sealed class Statuses(SampleAnswers sample) : StatusReader
    {
        public override Task<StatusAnswer> ReadAsync(CancellationToken cancellationToken)
        {
            sample.ThrowIfFailing();
            return Task.FromResult(sample.Status);
        }
    }

    private sealed class Ghosts(SampleAnswers sample) : UntraceableReader
    {
        public override Task<UntraceableAnswer> ReadAsync(UntraceableFilter filter, CancellationToken cancellationToken)
        {
            sample.ThrowIfFailing();
            return Task.FromResult(sample.Untraceable with
            {
                Groups =
                [
                    .. sample.Untraceable.Groups
                        .Select(group => group with { Images = [.. group.Images.Where(image => filter.Team is null || image.Teams.Contains(filter.Team, StringComparer.Ordinal))] })
                        .Where(group => group.Images.Count > 0),
                ],
            });
        }
    }

    private sealed class SampleFleet(SampleAnswers sample) : Fleet
    {
        public override IReadOnlyList<ClusterState> Clusters => sample.Status.Clusters;

        public override IReadOnlyList<PodSnapshot> PodsOf(string clusterUid, Workload workload) => [];
    }
}

/// <summary>Tells subscribers when a test says so, and counts them.</summary>
internal sealed class SampleChanges : AnswerChanges
{
    private readonly Lock _gate = new();
    private readonly List<Channel<long>> _subscribers = [];
    private long _told;

    public int Subscribers
    {
        get
        {
            lock (_gate)
                return _subscribers.Count;
        }
    }

    public void Tell()
    {
        lock (_gate)
        {
            _told++;
            foreach (var subscriber in _subscribers)
                subscriber.Writer.TryWrite(_told);
        }
    }

    public override async IAsyncEnumerable<long> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
            _subscribers.Add(channel);
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            lock (_gate)
                _subscribers.Remove(channel);
        }
    }
}
