using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Testing;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

public sealed partial class QuestionQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_image_is_asked_for_at_once_and_its_trace_follows()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => world.Git.Found(question);
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        Assert.Equal(new CommitQuestion("acme/cart", "1111111"), await world.Git.NextQuestionAsync(Token));
        var trace = await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Status == TraceStatus.Traced);
        Assert.Equal(("Commit 1111111", "Ada"), (trace.Commit!.Title, trace.Commit.Author.Name));
        Assert.Contains(world.Recorder.Committed, change => change.Traces && change.Images.Any(image => image == "git/acme/cart:1111111"));
    }

    [Fact]
    public async Task What_was_found_is_never_asked_again_not_after_a_restart_either()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => world.Git.Found(question);
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Status == TraceStatus.Traced);
        await world.RestartAsync();
        world.Database.Clock.Advance(TimeSpan.FromDays(400));
        await world.SeeAsync("git/acme/cart:1111111", "git/acme/cart:2222222");
        await world.TraceOfAsync("git/acme/cart:2222222", trace => trace.Status == TraceStatus.Traced);
        Assert.Equal("1111111 2222222", string.Join(' ', world.Git.Calls.SelectMany(call => call).Select(question => question.Candidate)));
    }

    [Fact]
    public async Task The_newest_deployed_is_asked_for_first_in_batches_of_the_host()
    {
        await using var world = await World.CreateAsync(batchSize: 2);
        await world.SeeAsync("git/acme/a:1111111", "git/acme/b:2222222", "git/acme/c:3333333");
        await world.StartAsync();
        for (var i = 0; i < 3; i++)
            await world.Git.NextQuestionAsync(Token);
        Assert.Equal("3333333 2222222, 1111111", string.Join(", ", world.Git.Calls.Select(call => string.Join(' ', call.Select(question => question.Candidate)))));
    }

    [Fact]
    public async Task After_a_no_the_next_candidate_is_asked_and_the_first_again_only_after_an_hour()
    {
        await using var world = await World.CreateAsync();
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111-2222222");
        Assert.Equal("1111111", (await world.Git.NextQuestionAsync(Token)).Candidate);
        Assert.Equal("2222222", (await world.Git.NextQuestionAsync(Token)).Candidate);
        await world.TraceOfAsync("git/acme/cart:1111111-2222222", trace => trace.Status == TraceStatus.NotFound);
        await using (var context = world.Database.CreateDbContext())
            Assert.All(await context.Questions.ToListAsync(Token), question => Assert.Equal((QuestionState.NotFound, world.Database.Clock.GetUtcNow().AddHours(1)), (question.State, question.DueAt!.Value)));

        world.Git.Answer = question => world.Git.Found(question);
        await world.AdvanceUntilAskedAsync();
        await world.TraceOfAsync("git/acme/cart:1111111-2222222", trace => trace.Status == TraceStatus.Traced);
    }

    [Fact]
    public async Task A_failure_is_no_answer_and_is_tried_again()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = _ => new CommitAnswer.Failed("time-out", RetryAfter: null);
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await world.Git.NextQuestionAsync(Token);
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace is { Status: TraceStatus.Pending, Reason: "time-out" });
        await using (var context = world.Database.CreateDbContext())
        {
            var question = await context.Questions.SingleAsync(Token);
            Assert.Equal((QuestionState.Waiting, 1), (question.State, question.Attempts));
            Assert.InRange(question.DueAt!.Value - world.Database.Clock.GetUtcNow(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        }

        world.Git.Answer = question => world.Git.Found(question);
        await world.AdvanceUntilAskedAsync();
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Status == TraceStatus.Traced);
    }

    [Fact]
    public async Task A_slow_host_holds_up_no_other_and_an_unknown_one_waits_with_a_reason()
    {
        await using var world = await World.CreateAsync();
        world.Other.Gate = new TaskCompletionSource().Task;
        world.Git.Answer = question => world.Git.Found(question);
        await world.StartAsync();
        await world.SeeAsync("other/acme/slow:1111111", "git/acme/quick:2222222", "nowhere/acme/x:3333333");
        await world.TraceOfAsync("git/acme/quick:2222222", trace => trace.Status == TraceStatus.Traced);
        var waiting = await world.TraceOfAsync("nowhere/acme/x:3333333", _ => true);
        Assert.Equal((TraceStatus.Pending, "The Git host nowhere is not configured."), (waiting.Status, waiting.Reason));
        Assert.Equal(TraceStatus.Pending, (await world.TraceOfAsync("other/acme/slow:1111111", _ => true)).Status);
    }

    [Fact]
    public async Task A_commit_that_was_not_asked_for_is_not_believed()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => world.Git.Found(question with { Candidate = "fffffff" });
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Status == TraceStatus.NotFound);
        await using var context = world.Database.CreateDbContext();
        Assert.Empty(await context.Commits.ToListAsync(Token));
    }

    [Fact]
    public async Task A_host_that_breaks_its_contract_is_logged_and_asked_again()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = _ => throw new InvalidOperationException("a bug");
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Reason?.Contains("see the log", StringComparison.Ordinal) == true);
        Assert.Contains(world.Log.Collector.GetSnapshot(), entry => entry.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task A_merge_request_that_is_not_merged_yet_is_looked_at_hourly_for_a_week()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => world.Git.Found(question, MergeRequestStatus.Pending);
        await world.StartAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Commit?.MergeRequestStatus == MergeRequestStatus.Pending);
        world.Git.Answer = question => world.Git.Found(question, MergeRequestStatus.Merged);
        await world.AdvanceUntilAskedAsync();
        await world.TraceOfAsync("git/acme/cart:1111111", trace => trace.Commit?.MergeRequestStatus == MergeRequestStatus.Merged);
        await using var context = world.Database.CreateDbContext();
        Assert.Null((await context.Questions.SingleAsync(Token)).DueAt);
        Assert.Single(await context.Commits.ToListAsync(Token));
    }

    [Fact]
    public async Task A_rule_that_is_new_makes_questions_of_images_that_had_none()
    {
        await using var world = await World.CreateAsync();
        await world.SeeAsync("git/acme/cart:1111111");
        await using (var context = world.Database.CreateDbContext())
            await context.Questions.ExecuteDeleteAsync(Token);
        await world.RestartAsync();
        Assert.Equal("1111111", (await world.Git.NextQuestionAsync(Token)).Candidate);
    }

    [Theory]
    [InlineData(typeof(CommitAnswer.NotFound), 0, 1)]
    [InlineData(typeof(CommitAnswer.NotFound), 3, 3)]
    [InlineData(typeof(CommitAnswer.Ambiguous), 500, 24)]
    [InlineData(typeof(CommitAnswer.Forbidden), 0, 0.25)]
    [InlineData(typeof(CommitAnswer.RepositoryMissing), 100, 24)]
    public void A_no_is_asked_again_ever_more_rarely(Type kind, double ageInHours, double expectedHours)
    {
        var answer = (CommitAnswer)Activator.CreateInstance(kind, "no")!;
        Assert.Equal(At(0).AddHours(ageInHours + expectedHours), Backoff.AfterAnswer(answer, At(0), At(0).AddHours(ageInHours)));
    }

    [Theory]
    [InlineData(null, 1, 5)]
    [InlineData(null, 3, 20)]
    [InlineData(null, 50, 600)]
    [InlineData(90, 1, 90)]
    [InlineData(9_000_000, 1, 86_400)]
    public void A_failure_is_tried_again_when_the_host_says_or_ever_later(int? retryAfter, int attempts, int expectedSeconds)
    {
        var failed = new CommitAnswer.Failed("x", retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), Backoff.AfterFailure(failed, attempts, chance: 0));
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds * 1.2), Backoff.AfterFailure(failed, attempts, chance: 1));
    }

    /// <summary>A database, a Recorder, two Git hosts and the queue between them.</summary>
    private sealed class World : IAsyncDisposable
    {
        private QuestionQueue? _queue;
        private int _minute;

        private World(TestDatabase database, int batchSize)
        {
            Database = database;
            Git = new ScriptedGitHost("git", batchSize);
            Recorder = new TestRecorder(database, Hosts);
        }

        public TestDatabase Database { get; }

        public ScriptedGitHost Git { get; }

        public ScriptedGitHost Other { get; } = new("other");

        public TestRecorder Recorder { get; private set; }

        public Attention? Attention { get; private set; }

        public FakeLogger<QuestionQueue> Log { get; } = new();

        private GitHosts Hosts => new([Git, Other]);

        public static async Task<World> CreateAsync(int batchSize = 1) => new(await TestDatabase.CreateAsync(), batchSize);

        public Task StartAsync()
        {
            var answers = new AnswerWriter(Recorder.Ledger, Recorder.Planter, Recorder.Plans, Recorder.Numbers, Database.Clock);
            _queue = new QuestionQueue(Hosts, Database, new QuestionSweep(Database, Recorder.Ledger, Recorder.Planter, Recorder.Numbers), answers, Recorder.Changes, Attention = new Attention(Recorder.Plans, Database.Clock), Database.Clock, Log);
            return _queue.StartAsync(Token);
        }

        public async Task RestartAsync()
        {
            await StopAsync();
            Recorder.Dispose();
            Recorder = new TestRecorder(Database, Hosts);
            await StartAsync();
        }

        /// <summary>Deploys the images, a minute after one another.</summary>
        public Task SeeAsync(params string[] images)
        {
            var start = _minute;
            _minute += images.Length;
            return Recorder.RecordAsync(Complete(_minute, [.. images.Select((image, index) => Running(image.Split(':')[0].Split('/')[^1] + image.Split(':')[1], Build(image, start + index)))]));
        }

        public async Task<Trace> TraceOfAsync(string image, Func<Trace, bool> condition)
        {
            while (true)
            {
                var trace = (await Recorder.Traces.TracesOfAsync([image], Token))[image];
                if (condition(trace))
                    return trace;
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
            }
        }

        /// <summary>Lets time pass until the Git host is asked again.</summary>
        public async Task AdvanceUntilAskedAsync()
        {
            var before = Git.Calls.Count;
            while (Git.Calls.Count == before)
            {
                Database.Clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            Recorder.Dispose();
            await Database.DisposeAsync();
        }

        private async Task StopAsync()
        {
            if (_queue is null)
                return;
            await _queue.StopAsync(CancellationToken.None);
            _queue.Dispose();
        }
    }
}
