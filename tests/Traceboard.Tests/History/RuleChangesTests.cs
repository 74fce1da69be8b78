using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Recording;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.History;

public sealed class RuleChangesTests
{
    private const string Image = "eu.gcr.io/acme/shop:1a2b3c4";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_rule_traces_anew_what_ran_before_without_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Traceboard:Sources:0:Image"] = "eu.gcr.io/acme/{repo}",
            ["Traceboard:Sources:0:Repository"] = "github:acme/{repo}",
        }).Build();
        await using var provider = new ServiceCollection().AddTracing(configuration.GetSection("Traceboard")).BuildServiceProvider();
        var tracer = provider.GetRequiredService<Tracer>();
        var changes = new HistoryChanges();
        var told = Channel.CreateUnbounded<HistoryChange>();
        changes.Committed += change => told.Writer.TryWrite(change);
        using var ledger = new Ledger(database, database.Clock);
        var plans = new TracePlans(tracer);
        var planter = new QuestionPlanter(plans, database.Clock);
        using var traces = new RememberedTraces(database, tracer, plans, new GitHosts([new ScriptedGitHost("github")]), changes);
        using var recorder = new Recorder(new ObservationChannel(), ledger, database, planter, new RecorderState(), changes, database.Clock, NullLogger<Recorder>.Instance);
        using var rules = new RuleChanges(tracer, plans, new QuestionSweep(database, ledger, planter, new RepositoryNumbers(tracer, database.Clock)), changes, database.Clock, NullLogger<RuleChanges>.Instance);
        await rules.StartAsync(Token);

        await recorder.RecordAsync(Observed.Batch(1, Observed.Running("shop", Observed.Build(Image, 0))), Token);
        await recorder.RecordAsync(Observed.Batch(2, Observed.Running("shop", Observed.Build("eu.gcr.io/acme/shop:latest", 1))), Token);
        Assert.Contains("acme/shop", (await traces.TracesOfAsync([Image], Token))[Image].Reason, StringComparison.Ordinal);

        configuration["Traceboard:Sources:0:Repository"] = "github:other/{repo}";
        configuration.Reload();
        while (await told.Reader.ReadAsync(Token) is not { Traces: true })
        {
        }

        Assert.Contains("other/shop", (await traces.TracesOfAsync([Image], Token))[Image].Reason, StringComparison.Ordinal);
        await using var context = database.CreateDbContext();
        Assert.Equal(["acme/shop", "other/shop"], await context.Questions.OrderBy(question => question.Path).Select(question => question.Path).ToListAsync(Token));
        await rules.StopAsync(Token);
    }
}
