using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Traceboard.Answers.Board;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Recording;
using Traceboard.History.Tracing;
using Traceboard.Sources;
using Traceboard.Sources.Tracing;
using Traceboard.Tests.History;
using Traceboard.Web.Api;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.Answers.Board;

/// <summary>A board of which only a part was read again is the board that reading everything builds.</summary>
public sealed class BoardReadingTests
{
    private static readonly string[] _images = ["registry.example.com/shop/till:1.2", "registry.example.com/shop/till:abc1234", "registry.example.com/shop/till:latest", "ghcr.io/acme/proxy:def5678"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Reading_only_what_a_commit_concerned_builds_the_same_board(int seed)
    {
        await using var database = await TestDatabase.CreateAsync();
        var tracer = MappedTracer.From(new SourcesOptions { Sources = { new SourceRuleOptions { Image = "registry.example.com/shop/{repo}", Repository = "github:acme/{repo}" } } });
        var changes = new HistoryChanges();
        using var ledger = new Ledger(database, database.Clock);
        var plans = new TracePlans(tracer);
        using var recorder = new Recorder(
            new ObservationChannel(), ledger, database, new QuestionPlanter(plans, database.Clock), new RecorderState(), changes, database.Clock, NullLogger<Recorder>.Instance);
        using var traces = Traces();
        var outdated = new OutdatedWorkloads();
        changes.Committed += change => outdated.Add(change.Workloads);
        var reader = new BoardFactsReader(database, traces, database.Clock);
        var builder = new BoardBuilder(new Environments([]));
        BoardFacts? facts = null;
        BoardSnapshot? snapshot = null;
        var (random, partly) = (new Random(seed), 0);
        for (var minute = 1; minute <= 40; minute++)
        {
            await recorder.RecordAsync(SomeBatch(random, minute), Token);
            if (random.Next(4) == 0)
                continue;
            var ids = outdated.Take();
            partly += ids is null ? 0 : 1;
            facts = ids is null ? await reader.ReadAsync(Token) : await reader.ReadAsync(facts, ids, Token);
            snapshot = builder.Build(facts, Proofs(minute), snapshot);

            using var fresh = Traces();
            var whole = await new BoardFactsReader(database, fresh, database.Clock).ReadAsync(Token);
            Assert.Equal(Text(builder.Build(whole, Proofs(minute), previous: null)), Text(snapshot));
        }

        Assert.True(partly > 10, $"only {partly} boards were read in part");

        RememberedTraces Traces() => new(database, tracer, plans, new GitHosts([new ScriptedGitHost("github")]), changes);
    }

    private static ObservationBatch SomeBatch(Random random, int minute)
    {
        var workloads = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Some(random, minute)).DistinctBy(workload => workload.Workload).ToArray();
        return random.Next(12) switch
        {
            0 => Complete(minute, workloads),
            1 => Batch(minute) with { Removed = [new Workload("shop", "Deployment", $"w{random.Next(6)}")] },
            _ => Batch(minute, workloads),
        };
    }

    private static WorkloadObservation Some(Random random, int minute) => Running($"w{random.Next(6)}", [.. Enumerable.Range(0, random.Next(3)).Select(_ =>
        Build(_images[random.Next(_images.Length)], minute - random.Next(5), $"sha256:{random.Next(3)}", $"t{random.Next(3)}", pods: random.Next(1, 4)))]);

    private static ClusterProof[] Proofs(int minute) => [new(1, "uid-1", "prod", minute % 7 == 0 ? Freshness.Lagging : Freshness.Live, At(minute))];

    private static string Text(BoardSnapshot snapshot) => JsonSerializer.Serialize(snapshot.Answer, ApiJson.Default.BoardAnswer);
}
