using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Traceboard.Answers;
using Traceboard.Answers.Board;
using Traceboard.Clusters;
using Traceboard.Deployments;
using Traceboard.History;
using Traceboard.History.Recording;
using Traceboard.History.Shares;
using Traceboard.History.Tracing;
using Traceboard.Migrations;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Answers;

/// <summary>A small world in a real SQLite file, with the answers over it; what would be recorded is written by hand.</summary>
internal sealed class RecordedWorld : IAsyncDisposable, IDbContextFactory<TraceboardContext>
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"traceboard-answers-{Guid.NewGuid():N}.db");
    private readonly DbContextOptions<SqliteContext> _options;
    private readonly Dictionary<string, string?> _settings;
    private readonly Lazy<Tracer> _tracer;
    private ServiceProvider? _services;

    public RecordedWorld(params (string Key, string Value)[] settings)
    {
        _options = new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={_file};Pooling=False").LogTo(_ => OnCommand(), (id, _) => id == RelationalEventId.CommandExecuted).Options;
        _settings = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value, StringComparer.Ordinal);
        _tracer = new Lazy<Tracer>(() => new ServiceCollection().AddTracing(Settings()).BuildServiceProvider().GetRequiredService<Tracer>());
        Database = new SqliteContext(_options);
        Database.Database.EnsureCreated();
        Database.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;");
    }

    /// <summary>Commands sent to the database so far.</summary>
    public int Commands { get; set; }

    /// <summary>What happens once, while the next command runs.</summary>
    public Action? Meanwhile { get; set; }

    public FakeTimeProvider Time { get; } = new(Noon);

    public StillFleet Fleet { get; } = new();

    public ScriptedGitHost Github { get; } = new("github");

    public SqliteContext Database { get; }

    /// <summary>The answers. Asking for them starts them, so the world is to be recorded before.</summary>
    public ServiceProvider Services => _services ??= Build();

    public TraceboardContext CreateDbContext() => new SqliteContext(_options);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public ClusterRow Cluster(string name, Freshness freshness = Freshness.Live, DateTimeOffset? provenAt = null)
    {
        var cluster = new ClusterRow { Uid = $"uid-{name}", Name = name, FirstSeenAt = Noon.AddDays(-9), ProvenAt = provenAt ?? Noon };
        Database.Add(cluster);
        Database.SaveChanges();
        Fleet.Say(name, freshness, cluster.ProvenAt, cluster.Uid);
        return cluster;
    }

    public WorkloadRow Workload(ClusterRow cluster, string service, string @namespace = "shop", string? name = null, string? team = null, int? desired = null, string? label = null)
    {
        var workload = new WorkloadRow
        {
            ClusterId = cluster.Id,
            Namespace = @namespace,
            Kind = "Deployment",
            Name = name ?? service,
            Service = service,
            Team = team,
            DesiredReplicas = desired,
            EnvironmentLabel = label,
            Rollout = RolloutState.Complete,
            SeenAt = Noon,
        };
        Database.Add(workload);
        Database.SaveChanges();
        return workload;
    }

    public BuildRow Build(string image, string digest = "")
    {
        var build = Database.Builds.FirstOrDefault(known => known.Image == image && known.Digest == digest) ?? new BuildRow { Image = image, Digest = digest };
        if (build.Id == 0)
            Database.Add(build);
        Database.SaveChanges();
        return build;
    }

    public DeploymentRow Deploy(
        WorkloadRow workload, string image, DateTimeOffset? at = null, ChangeKind change = ChangeKind.Rollout, string container = "app", string digest = "", DateTimeOffset? endedAt = null, DeploymentRow? previous = null)
    {
        var deployment = new DeploymentRow
        {
            WorkloadId = workload.Id,
            Container = container,
            Change = change,
            BuildId = Build(image, digest).Id,
            Template = "",
            StartedAt = at ?? Noon.AddHours(-1),
            EndedAt = endedAt,
            RecordedAt = Noon,
            PreviousId = previous?.Id,
            Rollout = RolloutState.Complete,
        };
        Database.Add(deployment);
        Database.SaveChanges();
        return deployment;
    }

    /// <summary>Deploys an image and lets pods run it.</summary>
    public DeploymentRow Run(
        WorkloadRow workload, string image, int pods = 1, int? ready = null, DateTimeOffset? at = null, bool isPrimary = true, string container = "app", string digest = "", ChangeKind change = ChangeKind.Rollout)
    {
        var deployment = Deploy(workload, image, at, change, container, digest);
        Database.Add(new RunningRow
        {
            WorkloadId = workload.Id,
            Container = container,
            BuildId = deployment.BuildId!.Value,
            Template = "",
            IsPrimary = isPrimary,
            Pods = pods,
            Ready = ready ?? pods,
            DeploymentId = deployment.Id,
        });
        Database.SaveChanges();
        return deployment;
    }

    /// <summary>Remembers that the Git host confirmed an image's SHA.</summary>
    public void Remember(string image, string title = "Ship it", string author = "Ada", DateTimeOffset? committedAt = null)
    {
        var question = _tracer.Value.Plan(image).Questions[0];
        Database.Add(new QuestionRow
        {
            Host = question.Repository.Host,
            Path = question.Repository.Path,
            Candidate = question.Candidate,
            State = QuestionState.Found,
            AskedAt = Noon,
            Commit = new CommitRow
            {
                Host = question.Repository.Host,
                Path = question.Repository.Path,
                Sha = question.Candidate.PadRight(40, '0'),
                Title = title,
                AuthorName = author,
                AuthorLogin = author.ToLowerInvariant(),
                AuthoredAt = committedAt ?? Noon.AddDays(-1),
                CommittedAt = committedAt ?? Noon.AddDays(-1),
                Url = $"https://github.com/{question.Repository.Path}/commit/{question.Candidate}",
                MergeRequestStatus = MergeRequestStatus.None,
            },
        });
        Database.SaveChanges();
    }

    public async Task<BoardAnswer> BoardAsync(BoardFilter? filter = null) =>
        await Get<BoardReader>().ReadAsync(filter ?? new BoardFilter(), TestContext.Current.CancellationToken);

    public async Task<BoardCell> CellAsync(string service, string environment) =>
        (await BoardAsync()).Services.Single(row => row.Service == service).Cells[environment];

    /// <summary>Says that something was committed and waits until the board was built again; it must have been built before.</summary>
    public async Task CommitAsync(HistoryChange? change = null)
    {
        var board = Get<CurrentBoard>();
        await board.SnapshotAsync(TestContext.Current.CancellationToken);
        var before = board.Builds;
        Get<HistoryChanges>().OnCommitted(change ?? new HistoryChange([], Running: true, Traces: false));
        while (board.Builds == before)
        {
            if (board.ExecuteTask is { IsCompleted: true } ended)
                await ended;

            // Fake time that ran ahead of the work would make every pause longer than the work before it.
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private void OnCommand()
    {
        Commands++;
        var meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            foreach (var service in _services.GetServices<IHostedService>())
                await service.StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        await Database.DisposeAsync();
        SqliteConnection.ClearAllPools();
        foreach (var file in (string[])[_file, _file + "-wal", _file + "-shm"])
            File.Delete(file);
    }

    public void Register(IServiceCollection services)
    {
        var traceboard = Settings();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<Fleet>(Fleet);
        services.AddSingleton(new GitHosts([Github]));
        services.AddSingleton<IDbContextFactory<TraceboardContext>>(this);
        services.AddTracing(traceboard);
        services.AddHistory(traceboard);
        foreach (var watching in services.Where(service => service.ImplementationType == typeof(Recorder) || service.ImplementationType == typeof(QuestionQueue)
            || service.ImplementationType == typeof(EvidenceQueue) || service.ImplementationType == typeof(RuleChanges) || service.ImplementationType == typeof(ShareKeeper)).ToArray())
            services.Remove(watching);
        services.AddSingleton<ReadDatabaseEngine>(_ => Task.FromResult(new DatabaseEngine("Sqlite", "3.53.3", _file, new FileInfo(_file).Length, Problem: null)));
        services.AddAnswers(traceboard);
    }

    private IConfigurationRoot Settings() => new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        Register(services);
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
            service.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return provider;
    }
}
