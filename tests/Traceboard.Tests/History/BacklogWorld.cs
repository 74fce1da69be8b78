using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Testing;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.History;

/// <summary>A database full of questions, the queue, and a Git host on a loopback port that it asks over the whole pipeline.</summary>
internal sealed class BacklogWorld : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TestRecorder _recorder;
    private readonly GitHostWorld _git;
    private readonly QuestionQueue _queue;

    private BacklogWorld(TestDatabase database, GitHostWorld git)
    {
        (_database, _git) = (database, git);
        _recorder = new TestRecorder(database, git.Hosts);
        var answers = new AnswerWriter(_recorder.Ledger, _recorder.Planter, _recorder.Plans, _recorder.Numbers, database.Clock);
        _queue = new QuestionQueue(
            git.Hosts, database, new QuestionSweep(database, _recorder.Ledger, _recorder.Planter, _recorder.Numbers), answers, _recorder.Changes,
            new Attention(_recorder.Plans, database.Clock), database.Clock, new FakeLogger<QuestionQueue>());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DateTimeOffset Newest { get; } = new(2026, 3, 1, 11, 0, 0, TimeSpan.Zero);

    public GitHostWorld Git => _git;

    public string Directory => _database.Directory;

    public FakeGitHost Server => _git.Server;

    public TimeProvider Clock => _database.Clock;

    public int Calls => Server.Requests.Count;

    private bool IsQuiet => Server.InFlight == 0 && _git.Host.State.Calls == Server.Received;

    public static async Task<BacklogWorld> CreateAsync(int questions, int repositories)
    {
        var database = await TestDatabase.CreateAsync();
        var git = await GitHostWorld.StartAsync(time => new FakeGitHubHost(time), clock: database.Clock);
        var world = new BacklogWorld(database, git);
        await using var context = database.CreateDbContext();
        for (var number = 0; number < questions; number++)
        {
            var path = $"acme/shop-{number % repositories}";
            var sha = (number * 7919L).ToString("x10") + number.ToString("x30");
            (git.Server.Repositories.TryGetValue(path, out var repository) ? repository : git.Server.Add(path)).Add(sha, new FakeGitHostMerge(1) { MergeSha = sha });
            context.Questions.Add(new QuestionRow
            {
                Host = "host",
                Path = path,
                Candidate = sha,
                AskedAt = Newest,
                DueAt = Newest,
                NewestDeployedAt = Newest.AddSeconds(-number),
            });
        }

        await context.SaveChangesAsync(Token);
        return world;
    }

    public Task StartAsync() => _queue.StartAsync(Token);

    public async Task<int> CountAsync(System.Linq.Expressions.Expression<Func<QuestionRow, bool>> which)
    {
        await using var context = _database.CreateDbContext();
        return await context.Questions.CountAsync(which, Token);
    }

    public async Task FoundAsync(int count)
    {
        while (await CountAsync(question => question.State == QuestionState.Found) < count)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
    }

    /// <summary>Lets time pass until the host is asked, and waits for what comes of that.</summary>
    public async Task ProbeAsync()
    {
        var calls = Calls;
        for (var turn = 0; Calls == calls; turn++)
        {
            // No request may be on its way when the clock is moved on: it would time out.
            if (turn % 20 == 0 && IsQuiet)
            {
                var now = Clock.GetUtcNow();
                _database.Clock.Advance(_git.Host.State.PausedUntil is { } until && until > now ? until + TimeSpan.FromSeconds(5) - now : TimeSpan.FromSeconds(1));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        for (var quiet = 0; quiet < 3; quiet = IsQuiet ? quiet + 1 : 0)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.StopAsync(CancellationToken.None);
        _queue.Dispose();
        _recorder.Dispose();
        await _git.DisposeAsync();
        await _database.DisposeAsync();
    }
}
