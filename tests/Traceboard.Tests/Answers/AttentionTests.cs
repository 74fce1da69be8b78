using Traceboard.Answers;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;

namespace Traceboard.Tests.Answers;

/// <summary>Whatever page shows an image that waits, it is asked for first.</summary>
public sealed class AttentionTests : IAsyncDisposable
{
    private const string Cart = "registry.example.com/shop/cart:2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private const string Till = "registry.example.com/shop/till:3333333bbbbbbb2222222bbbbbbb2222222bbbbb";
    private readonly RecordedWorld _world = new(("Sources:0:Image", "registry.example.com/shop/{repo}"), ("Sources:0:Repository", "github:acme/{repo}"));

    private string[] LookedAt => [.. _world.Get<Attention>().Candidates().Select(candidate => candidate[..7]).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task The_rows_of_the_board_that_are_shown_are_looked_at()
    {
        Run();

        await _world.BoardAsync(new BoardFilter(Query: "till"));
        Assert.Equal(["3333333"], LookedAt);
        await _world.BoardAsync();
        Assert.Equal(["2222222", "3333333"], LookedAt);
    }

    [Fact]
    public async Task What_is_known_already_is_not_looked_at()
    {
        Run();
        _world.Remember(Cart);

        await _world.BoardAsync();

        Assert.Equal(["3333333"], LookedAt);
    }

    [Fact]
    public async Task The_page_of_a_service_looks_at_its_images()
    {
        Run();

        await _world.Get<ServiceReader>().ReadAsync("cart", TestContext.Current.CancellationToken);

        Assert.Equal(["2222222"], LookedAt);
    }

    [Fact]
    public async Task The_page_of_what_is_not_traced_looks_at_what_waits()
    {
        Run();

        await _world.Get<UntraceableReader>().ReadAsync(new UntraceableFilter(Namespace: "pay"), TestContext.Current.CancellationToken);

        Assert.Equal(["3333333"], LookedAt);
    }

    [Fact]
    public async Task Whoever_has_an_image_explained_that_must_wait_looks_at_it()
    {
        _world.Github.Answer = _ => new CommitAnswer.Failed("time-out after 10 s", RetryAfter: null);

        await _world.Get<TraceExplainer>().ExplainAsync(Cart, TestContext.Current.CancellationToken);

        Assert.Equal(["2222222"], LookedAt);
    }

    [Fact]
    public async Task A_repository_that_is_another_one_is_told_on_the_status_and_in_an_explanation()
    {
        _world.Database.Add(new RepositoryRow { Host = "github", Path = "acme/cart", Number = 42, SeenAt = RecordedWorld.Noon.AddDays(-9), OtherNumber = 4711, OtherSeenAt = RecordedWorld.Noon });
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);
        _world.Github.Answer = question => new CommitAnswer.Found(((CommitAnswer.Found)ScriptedGitHost.Found(question, "Steal the till")).Commit with { RepositoryId = 4711 });

        var explained = await _world.Get<TraceExplainer>().ExplainAsync(Cart, TestContext.Current.CancellationToken);
        var alarm = Assert.Single((await _world.Get<StatusReader>().ReadAsync(TestContext.Current.CancellationToken)).RepositoryAlarms);
        var check = Assert.Single(await _world.Get<MappingChecks>().RunAsync(TestContext.Current.CancellationToken), result => !result.Ok);

        Assert.Equal("Conflict", explained.Trace.Status);
        Assert.DoesNotContain(explained.Steps, step => step.Outcome.Contains("Steal", StringComparison.Ordinal));
        Assert.Contains("Traceboard:Repositories", explained.Trace.Reason, StringComparison.Ordinal);
        Assert.Equal(("github:acme/cart", 42L, 4711L), (alarm.Repository, alarm.Number, alarm.OtherNumber));
        Assert.Equal("repository github:acme/cart", check.Subject);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private void Run()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart"), Cart);
        _world.Run(_world.Workload(prod, "till", "pay"), Till);
    }
}
