using System.Globalization;
using FsCheck.Xunit;
using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.Tests.Answers.Changes;

public sealed class DeploymentsTests : IAsyncDisposable
{
    private const string Old = "ghcr.io/acme/cart:sha-1111111aaaaaaa1111111aaaaaaa1111111aaaaa";
    private const string New = "ghcr.io/acme/cart:sha-2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private readonly RecordedWorld _world = new(
        ("Environments:0:Name", "staging"), ("Environments:0:Match:0:Cluster", "stage*"),
        ("Environments:1:Name", "production"), ("Environments:1:Match:0:Cluster", "prod*"));

    [Fact]
    public async Task A_deployment_tells_what_ran_before_and_what_runs_since_with_their_commits()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart", team: "shop");
        var first = _world.Deploy(workload, Old, at: RecordedWorld.Noon.AddDays(-2), change: ChangeKind.First);
        _world.Deploy(workload, New, previous: first);
        _world.Remember(Old, "Before");
        _world.Remember(New, "After");

        var page = await ReadAsync(new DeploymentsFilter());
        var newest = page.Items[0];

        Assert.Null(page.NextCursor);
        Assert.Equal(["Rollout", "First"], page.Items.Select(item => item.Change), StringComparer.Ordinal);
        Assert.Equal(("cart", "shop", "production", "Observed"), (newest.Service, newest.Team, newest.Environment, newest.Origin));
        Assert.Equal(("Before", "After"), (newest.Previous!.Trace.Commit!.Title, newest.Current!.Trace.Commit!.Title));
        Assert.Equal((Freshness.Live, RecordedWorld.Noon), (newest.Freshness, newest.AsOf));
        Assert.Null(page.Items[1].Previous);
    }

    [Fact]
    public async Task One_deployment_brings_its_evidence_and_the_pods_that_run_it_now()
    {
        var cluster = _world.Cluster("prod");
        var deployment = _world.Run(_world.Workload(cluster, "cart"), New);
        _world.Remember(New);
        _world.Fleet.Pods[(cluster.Uid, new Workload("shop", "Deployment", "cart"))] = [Pod("cart-new", New), Pod("cart-old", Old)];

        var found = await _world.Get<DeploymentsReader>().FindAsync(deployment.Id.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);

        Assert.Equal("confirmed", Assert.Single(found!.Evidence!).Verdict);
        Assert.Equal("cart-new", Assert.Single(found.Pods!).Name);
        Assert.Null(await _world.Get<DeploymentsReader>().FindAsync("no-such-id", TestContext.Current.CancellationToken));
        Assert.Null(await _world.Get<DeploymentsReader>().FindAsync("4711", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_filter_leaves_only_what_it_names()
    {
        var (stage, prod) = (_world.Cluster("stage"), _world.Cluster("prod"));
        var early = _world.Deploy(_world.Workload(stage, "cart"), Old, at: RecordedWorld.Noon.AddHours(-3), change: ChangeKind.First);
        var late = _world.Deploy(_world.Workload(prod, "voucher", team: "checkout"), New, at: RecordedWorld.Noon.AddHours(-1));
        _world.Remember(New, "Add vouchers", "Lovelace");

        await FindsAsync(late, new DeploymentsFilter(Environment: "Production"));
        await FindsAsync(late, new DeploymentsFilter(Service: "voucher"));
        await FindsAsync(early, new DeploymentsFilter(Cluster: "stage"));
        await FindsAsync(late, new DeploymentsFilter(Since: RecordedWorld.Noon.AddHours(-1)));
        await FindsAsync(early, new DeploymentsFilter(Until: RecordedWorld.Noon.AddHours(-1)));
        await FindsAsync(early, new DeploymentsFilter(Change: "first"));
        await FindsAsync(late, new DeploymentsFilter(Query: "LOVELACE"));
        await FindsAsync(late, new DeploymentsFilter(Query: "2222222b"));
        await FindsAsync(late, new DeploymentsFilter(Query: "checkout"));
        Assert.Empty((await ReadAsync(new DeploymentsFilter(Environment: "nowhere"))).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("MTox")]
    [InlineData("MTo5OTk5OTk5OTk5OTk5OTk5OTk5OjE")]
    public async Task A_cursor_that_was_never_given_out_is_refused(string cursor)
    {
        if (cursor.Length == 0)
            Assert.Empty((await ReadAsync(new DeploymentsFilter(), cursor)).Items);
        else
            Assert.Equal("cursor", (await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(new DeploymentsFilter(), cursor))).ParamName);
    }

    [Fact]
    public async Task A_text_that_is_rare_is_found_page_by_page()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart");
        for (var index = 0; index < 40; index++)
            _world.Deploy(workload, index % 10 == 0 ? "ghcr.io/acme/rare:1" : "ghcr.io/acme/cart:1", at: RecordedWorld.Noon.AddMinutes(-index), container: $"c{index}");

        var found = await AllAsync(new DeploymentsFilter(Query: "rare"), limit: 3);

        Assert.Equal(4, found.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(4, found.Count);
    }

    [Fact]
    public async Task A_page_is_read_with_few_commands_however_long_it_is()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart");
        for (var index = 0; index < 60; index++)
            _world.Deploy(workload, $"ghcr.io/acme/cart:sha-{index:x40}", at: RecordedWorld.Noon.AddMinutes(-index), container: $"c{index}");
        await _world.BoardAsync();

        _world.Commands = 0;
        await ReadAsync(new DeploymentsFilter(), limit: 50);

        Assert.InRange(_world.Commands, 1, 4);
    }

    // Many deployments share a time; new ones arrive while somebody turns the pages.
    [Property(MaxTest = 15)]
    public void Turning_pages_shows_everything_that_was_there_exactly_once(byte[] minutes, byte limit, byte[] arriving)
    {
        Check(minutes, (limit % 7) + 1, arriving).GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private static async Task Check(byte[] minutes, int limit, byte[] arriving)
    {
        await using var world = new RecordedWorld();
        var workload = world.Workload(world.Cluster("prod"), "cart");
        var there = minutes.Take(30).Select((minute, index) => world.Deploy(workload, Old, at: RecordedWorld.Noon.AddMinutes(-(minute % 5)), container: $"c{index}").Id).ToList();
        var shown = new List<DeploymentAnswer>();
        string? cursor = null;
        var turn = 0;
        do
        {
            var page = await world.Get<DeploymentsReader>().ReadAsync(new DeploymentsFilter(), cursor, limit, TestContext.Current.CancellationToken);
            Assert.True(page.Items.Count <= limit);
            shown.AddRange(page.Items);
            cursor = page.NextCursor;
            if (turn < arriving.Length)
                world.Deploy(workload, New, at: RecordedWorld.Noon.AddMinutes(arriving[turn] % 3), container: $"new{turn}");
            turn++;
        }
        while (cursor is not null);

        var ids = shown.Select(item => long.Parse(item.Id, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(there.Except(ids));
        Assert.Equal(shown.OrderByDescending(item => item.StartedAt).Select(item => item.StartedAt), shown.Select(item => item.StartedAt));
    }

    private async Task FindsAsync(Traceboard.History.DeploymentRow expected, DeploymentsFilter filter) =>
        Assert.Equal([expected.Id.ToString(CultureInfo.InvariantCulture)], (await ReadAsync(filter)).Items.Select(item => item.Id), StringComparer.Ordinal);

    private async Task<List<string>> AllAsync(DeploymentsFilter filter, int limit)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ReadAsync(filter, cursor, limit);
            found.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return found;
    }

    private Task<Page<DeploymentAnswer>> ReadAsync(DeploymentsFilter filter, string? cursor = null, int limit = 100) =>
        _world.Get<DeploymentsReader>().ReadAsync(filter, cursor, limit, TestContext.Current.CancellationToken);

    private static PodSnapshot Pod(string name, string image) => new()
    {
        Name = name,
        Status = "Running",
        Ready = true,
        Restarts = 0,
        CreatedAt = RecordedWorld.Noon,
        Containers = [new PodContainerSnapshot("app", image, null, true, 0)],
    };
}
