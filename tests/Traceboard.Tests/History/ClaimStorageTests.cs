using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Recording;
using Traceboard.History.Tracing;
using Traceboard.Images;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.History;

/// <summary>Claims from cluster and registry to the trace that they make, over a real database.</summary>
public sealed class ClaimStorageTests
{
    private const string Image = "registry.example.com/shop/cart:1.2";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string OtherDigest = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
    private const string Sha = "abc1234000000000000000000000000000000000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_workload_claims_becomes_a_question_and_what_it_takes_back_is_forgotten()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var world = new ClaimWorld(database);
        await world.RecordAsync(Observed.Batch(1, Observed.Running("cart", Observed.Build(Image, 0, Digest) with { Claim = new WorkloadClaim("jkube.io/git-commit", Sha, null) })));

        Assert.Equal(TraceStatus.Pending, (await world.TraceAsync(Image)).Status);
        await using (var context = database.CreateDbContext())
            Assert.Equal(Sha, Assert.Single(await context.Questions.ToListAsync(Token)).Candidate);

        // The same told again changes nothing; told no more, it is taken back.
        await world.RecordAsync(Observed.Batch(2, Observed.Running("cart", Observed.Build(Image, 0, Digest) with { Claim = new WorkloadClaim("jkube.io/git-commit", Sha, null) })));
        await using (var context = database.CreateDbContext())
            Assert.Single(await context.Claims.ToListAsync(Token));
        await world.RecordAsync(Observed.Batch(3, Observed.Running("cart", Observed.Build(Image, 0, Digest))));
        Assert.Equal(TraceStatus.NoRevision, (await world.TraceAsync(Image)).Status);
    }

    [Fact]
    public async Task A_claim_that_changes_is_the_new_one_after_a_restart_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        using (var world = new ClaimWorld(database))
            await world.RecordAsync(Observed.Batch(1, Observed.Running("cart", Observed.Build(Image, 0, Digest) with { Claim = new WorkloadClaim("k", "def5678", null) })));
        using var restarted = new ClaimWorld(database);
        await restarted.RecordAsync(Observed.Batch(2, Observed.Running("cart", Observed.Build(Image, 0, Digest) with { Claim = new WorkloadClaim("k", Sha, null) })));
        await using var context = database.CreateDbContext();
        Assert.Equal(Sha, Assert.Single(await context.Claims.ToListAsync(Token)).Revision);
    }

    [Fact]
    public async Task A_registry_is_read_once_for_each_digest_and_its_labels_trace_the_image()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var world = new ClaimWorld(database);
        var registry = new ScriptedRegistry(new ImageEvidenceAnswer.Read([new SourceClaim { Kind = "ociLabel", Origin = Digest, Keys = "org.opencontainers.image.revision", Revision = Sha }], [Digest]));
        using var queue = world.QueueFor(registry);
        await queue.StartAsync(Token);
        await world.RecordAsync(Observed.Batch(1, Observed.Running("cart", Observed.Build(Image, 0, Digest))));
        Assert.Equal((Image, Digest), await registry.AskedAsync(Token));
        await world.UntilAsync(change => change.NewQuestions > 0);

        Assert.Equal(TraceStatus.Pending, (await world.TraceAsync(Image)).Status);
        await queue.StopAsync(Token);
        await using var context = database.CreateDbContext();
        var evidence = Assert.Single(await context.BuildEvidence.ToListAsync(Token));
        Assert.Equal((BuildEvidenceState.Read, (DateTimeOffset?)null), (evidence.State, evidence.DueAt));
        Assert.Equal(1, registry.Calls);
    }

    [Fact]
    public async Task Two_digests_under_one_tag_name_the_pods_of_each_and_follow_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var world = new ClaimWorld(database);
        await world.RecordAsync(Observed.Batch(1, Observed.Running("cart", Observed.Build(Image, 0, Digest, "t1", pods: 2)), Observed.Running("till", Observed.Build(Image, 0, OtherDigest, "t2"))));
        var trace = await world.TraceAsync(Image);
        Assert.Equal(TraceStatus.Moving, trace.Status);
        Assert.Contains("sha256:111111111111 on 2 pods of prod/shop/Deployment/cart, sha256:222222222222 on 1 pod of prod/shop/Deployment/till", trace.Reason, StringComparison.Ordinal);

        await world.RecordAsync(Observed.Batch(2, Observed.Running("cart", Observed.Build(Image, 0, Digest, "t1", pods: 3))));
        Assert.Contains("on 3 pods of prod/shop/Deployment/cart", (await world.TraceAsync(Image)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_that_were_let_go_are_still_found_by_what_is_stored()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var world = new ClaimWorld(database);
        const string other = "registry.example.com/shop/till:main-ABC1234";
        await world.RecordAsync(Observed.Batch(1, Observed.Running("till", Observed.Build(other, 0, Digest))));
        world.Plans.Forget();
        await using var context = database.CreateDbContext();
        Assert.Equal([other], await world.Plans.ImagesWithAsync(context, "abc1234", Token));
    }

    private sealed class ClaimWorld : IDisposable
    {
        private readonly TestDatabase _database;
        private readonly HistoryChanges _changes = new();
        private readonly System.Threading.Channels.Channel<HistoryChange> _told = System.Threading.Channels.Channel.CreateUnbounded<HistoryChange>();
        private readonly Ledger _ledger;
        private readonly QuestionPlanter _planter;
        private readonly RememberedTraces _traces;
        private readonly Recorder _recorder;

        public ClaimWorld(TestDatabase database)
        {
            _database = database;
            var tracer = MappedTracer.From(new SourcesOptions { Sources = { new SourceRuleOptions { Image = "registry.example.com/shop/{repo}", Repository = "github:acme/{repo}" } } });
            _ledger = new Ledger(database, database.Clock);
            Plans = new TracePlans(tracer);
            _planter = new QuestionPlanter(Plans, database.Clock);
            _traces = new RememberedTraces(database, tracer, Plans, new GitHosts([new ScriptedGitHost("github")]), _changes);
            _recorder = new Recorder(new ObservationChannel(), _ledger, database, _planter, new RecorderState(), _changes, database.Clock, NullLogger<Recorder>.Instance);
            _changes.Committed += change => _told.Writer.TryWrite(change);
        }

        public TracePlans Plans { get; }

        public Task RecordAsync(ObservationBatch batch) => _recorder.RecordAsync(batch, Token);

        public EvidenceQueue QueueFor(IImageEvidence registry) =>
            new(_database, new EvidenceWriter(_ledger, _planter, _database.Clock), _changes, _database.Clock, NullLogger<EvidenceQueue>.Instance, registry);

        public async Task<Trace> TraceAsync(string image) => (await _traces.TracesOfAsync([image], Token))[image];

        public async Task UntilAsync(Func<HistoryChange, bool> isThere)
        {
            while (!isThere(await _told.Reader.ReadAsync(Token)))
            {
            }
        }

        public void Dispose()
        {
            _recorder.Dispose();
            _traces.Dispose();
            _ledger.Dispose();
        }
    }

    private sealed class ScriptedRegistry(ImageEvidenceAnswer answer) : IImageEvidence
    {
        private readonly TaskCompletionSource<(string, string?)> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public int Calls => _calls;

        public bool CanRead(ImageReference image) => true;

        public Task<(string Image, string? Digest)> AskedAsync(CancellationToken cancellationToken) => _asked.Task.WaitAsync(cancellationToken);

        public Task<ImageEvidenceAnswer> ReadAsync(ImageReference image, string? digest, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            _asked.TrySetResult((image.ToString(), digest));
            return Task.FromResult(answer);
        }
    }
}
