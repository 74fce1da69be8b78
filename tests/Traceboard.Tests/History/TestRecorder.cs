using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Testing;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Recording;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.History;

/// <summary>The Recorder and what it works with, over a test database; a new one is like a restart.</summary>
internal sealed class TestRecorder : IDisposable
{
    public TestRecorder(TestDatabase database, GitHosts? hosts = null)
        : this(database, database.Clock, hosts)
    {
    }

    public TestRecorder(IDbContextFactory<TraceboardContext> contexts, TimeProvider clock, GitHosts? hosts = null)
    {
        Ledger = new Ledger(contexts, clock);
        Plans = new TracePlans(Tracer);
        Planter = new QuestionPlanter(Plans, clock);
        Numbers = new RepositoryNumbers(Tracer, clock);
        Traces = new RememberedTraces(contexts, Tracer, Plans, hosts ?? new GitHosts([new ScriptedGitHost("git")]), Changes);
        Recorder = new Recorder(Channel, Ledger, contexts, Planter, State, Changes, clock, Log);
        Changes.Committed += Committed.Add;
    }

    public PlainTracer Tracer { get; } = new();

    public HistoryChanges Changes { get; } = new();

    public List<HistoryChange> Committed { get; } = [];

    public RecorderState State { get; } = new();

    public FakeLogger<Recorder> Log { get; } = new();

    public ObservationChannel Channel { get; } = new();

    public Ledger Ledger { get; }

    public TracePlans Plans { get; }

    public QuestionPlanter Planter { get; }

    public RepositoryNumbers Numbers { get; }

    public RememberedTraces Traces { get; }

    public Recorder Recorder { get; }

    public Task RecordAsync(ObservationBatch batch) => Recorder.RecordAsync(batch, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Recorder.Dispose();
        Traces.Dispose();
        Ledger.Dispose();
    }
}
