using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.Tests.Answers.Board;

public sealed class BoardTests : IAsyncDisposable
{
    private const string Old = "ghcr.io/acme/cart:sha-1111111aaaaaaa1111111aaaaaaa1111111aaaaa";
    private const string New = "ghcr.io/acme/cart:sha-2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private const string Ghost = "ghcr.io/acme/cart:latest";
    private readonly RecordedWorld _world = new(
        ("Environments:0:Name", "staging"), ("Environments:0:Match:0:Cluster", "stage*"),
        ("Environments:1:Name", "production"), ("Environments:1:Match:0:Cluster", "prod*"),
        ("Sources:0:Image", "docker.io/**"), ("Sources:0:External", "true"));

    [Fact]
    public async Task A_running_service_shows_its_commit_author_and_pods()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart", team: "shop", desired: 3);
        var deployment = _world.Run(workload, New, pods: 3, ready: 2);
        _world.Remember(New, "Add vouchers", "Ada");

        var board = await _world.BoardAsync();
        var row = Assert.Single(board.Services);
        var cell = row.Cells["production"];

        Assert.Equal(("cart", "shop"), (row.Service, row.Team));
        Assert.Equal(("single", 2, 3), (cell.State, cell.Ready, cell.Total));
        Assert.Equal(("Add vouchers", "Ada"), (cell.Builds[0].Trace.Commit!.Title, cell.Builds[0].Trace.Commit!.Author.Name));
        Assert.Equal((deployment.Id.ToString(), deployment.StartedAt, "Rollout"), (cell.DeploymentId, cell.Since, cell.Change));
        Assert.Equal((Freshness.Live, RecordedWorld.Noon), (cell.Freshness, cell.AsOf));
        Assert.Equal("absent", row.Cells["staging"].State);
        Assert.Equal(["shop"], board.Teams);
    }

    [Fact]
    public async Task Two_builds_of_the_primary_container_are_mixed_the_newest_first()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart");
        _world.Run(workload, Old, pods: 2, at: RecordedWorld.Noon.AddDays(-3));
        var rollout = _world.Run(workload, New, pods: 1, at: RecordedWorld.Noon.AddMinutes(-1));

        var cell = await _world.CellAsync("cart", "production");

        Assert.Equal(("mixed", 3, rollout.StartedAt), (cell.State, cell.Total, cell.Since));
        Assert.Equal([New, Old], cell.Builds.Select(build => build.Image), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_same_moving_tag_with_two_digests_is_mixed_and_one_that_is_still_pulled_is_not()
    {
        var prod = _world.Cluster("prod");
        var mixed = _world.Workload(prod, "mixed");
        _world.Run(mixed, Ghost, digest: "sha256:a", at: RecordedWorld.Noon.AddHours(-2));
        _world.Run(mixed, Ghost, digest: "sha256:b");
        var pulling = _world.Workload(prod, "pulling");
        _world.Run(pulling, Ghost, digest: "sha256:a", at: RecordedWorld.Noon.AddHours(-2));
        _world.Run(pulling, Ghost, digest: "");

        Assert.Equal("mixed", (await _world.CellAsync("mixed", "production")).State);
        Assert.Equal("single", (await _world.CellAsync("pulling", "production")).State);
    }

    [Fact]
    public async Task A_sidecar_is_listed_after_the_primary_and_never_makes_a_cell_mixed()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart");
        _world.Run(workload, "docker.io/envoy:1", container: "a-sidecar", isPrimary: false, at: RecordedWorld.Noon.AddHours(-2));
        _world.Run(workload, "docker.io/envoy:2", container: "a-sidecar", isPrimary: false);
        _world.Run(workload, New);

        var cell = await _world.CellAsync("cart", "production");

        Assert.Equal("single", cell.State);
        Assert.Equal([true, false, false], cell.Builds.Select(build => build.IsPrimary));
        Assert.Equal(1, cell.Total);
    }

    [Fact]
    public async Task An_external_image_counts_neither_as_a_ghost_nor_as_a_pod_to_trace()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "database"), "postgres:17", pods: 2);
        _world.Run(_world.Workload(prod, "cart"), Ghost, pods: 3);
        _world.Run(_world.Workload(prod, "voucher"), New, pods: 4);
        _world.Remember(New);

        var summary = (await _world.BoardAsync()).Summary;

        Assert.Equal((3, 7, 4, 1, 0), (summary.Services, summary.Pods, summary.TracedPods, summary.Ghosts, summary.Pending));
        Assert.Equal(["cart"], (await _world.BoardAsync(new BoardFilter(Only: "untraceable"))).Services.Select(row => row.Service), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_workload_scaled_to_zero_shows_0_of_0_with_its_last_build_and_a_removed_one_nothing()
    {
        var prod = _world.Cluster("prod");
        var idle = _world.Workload(prod, "cart", desired: 0);
        _world.Deploy(idle, Old, at: RecordedWorld.Noon.AddDays(-2), endedAt: RecordedWorld.Noon.AddDays(-1));
        var last = _world.Deploy(idle, New, at: RecordedWorld.Noon.AddDays(-1), endedAt: RecordedWorld.Noon);
        _world.Deploy(idle, "docker.io/envoy:1", at: RecordedWorld.Noon.AddDays(-1), endedAt: RecordedWorld.Noon, container: "envoy");
        var removed = _world.Workload(prod, "gone");
        removed.RemovedAt = RecordedWorld.Noon;
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);

        var cell = await _world.CellAsync("cart", "production");

        Assert.Equal(("single", 0, 0, last.Id.ToString()), (cell.State, cell.Ready, cell.Total, cell.DeploymentId));
        Assert.Equal([(New, true), ("docker.io/envoy:1", false)], cell.Builds.Select(build => (build.Image, build.IsPrimary)));
        Assert.Equal(["cart"], (await _world.BoardAsync()).Services.Select(row => row.Service), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Two_clusters_in_one_environment_share_a_cell_that_is_as_fresh_as_the_staler_of_them()
    {
        _world.Run(_world.Workload(_world.Cluster("prod-eu"), "cart", desired: 2), New, pods: 2);
        _world.Run(_world.Workload(_world.Cluster("prod-us", Freshness.Unreachable, RecordedWorld.Noon.AddHours(-2)), "cart", desired: 3), New, pods: 3, ready: 1);

        var board = await _world.BoardAsync();
        var cell = board.Services[0].Cells["production"];
        var environment = board.Environments.Single(candidate => candidate.Name == "production");

        Assert.Equal(("single", 3, 5), (cell.State, cell.Ready, cell.Total));
        Assert.Equal(["prod-eu", "prod-us"], cell.Workloads.Select(workload => workload.Cluster), StringComparer.Ordinal);
        Assert.Equal((Freshness.Unreachable, RecordedWorld.Noon.AddHours(-2)), (cell.Freshness, cell.AsOf));
        Assert.Equal((Freshness.Unreachable, 2, 1), (environment.Freshness, environment.Clusters, environment.NotLive));
        Assert.Equal(Freshness.Unreachable, board.Freshness);
    }

    [Fact]
    public async Task A_cluster_of_which_nothing_was_ever_seen_is_named()
    {
        _world.Run(_world.Workload(_world.Cluster("prod-eu"), "cart"), New);
        _world.Fleet.Say("prod-us", Freshness.Unreachable, provenAt: null);

        Assert.Equal(["prod-us"], (await _world.BoardAsync()).Unseen);
    }

    [Fact]
    public async Task What_was_recorded_before_the_start_is_stale_until_a_proof_of_this_process_is_recorded()
    {
        var cluster = _world.Cluster("prod", Freshness.Live, RecordedWorld.Noon.AddMinutes(-20));
        _world.Run(_world.Workload(cluster, "cart"), New);
        _world.Fleet.Say("prod", Freshness.Live, RecordedWorld.Noon, cluster.Uid);

        var warm = await _world.CellAsync("cart", "production");
        Assert.Equal((Freshness.Stale, RecordedWorld.Noon.AddMinutes(-20)), (warm.Freshness, warm.AsOf));

        cluster.ProvenAt = RecordedWorld.Noon.AddSeconds(1);
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);
        await _world.CommitAsync();

        Assert.Equal(Freshness.Live, (await _world.CellAsync("cart", "production")).Freshness);
    }

    [Fact]
    public async Task A_configured_cluster_that_never_answered_makes_its_environment_unreachable()
    {
        _world.Run(_world.Workload(_world.Cluster("prod-eu"), "cart"), New);
        _world.Fleet.Say("prod-us", Freshness.Unreachable, provenAt: null);

        var board = await _world.BoardAsync();

        Assert.Equal(Freshness.Unreachable, board.Environments.Single(environment => environment.Name == "production").Freshness);
        Assert.Equal(Freshness.Live, board.Services[0].Cells["production"].Freshness);
    }

    [Fact]
    public async Task Configured_environments_come_first_even_when_empty_and_others_follow_by_name()
    {
        _world.Run(_world.Workload(_world.Cluster("zeta"), "cart"), New);
        _world.Run(_world.Workload(_world.Cluster("lab"), "cart", label: "beta"), New);

        Assert.Equal(["staging", "production", "beta", "zeta"], (await _world.BoardAsync()).Environments.Select(environment => environment.Name), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Different_commits_drift_by_days_and_equal_ones_do_not()
    {
        var (stage, prod) = (_world.Cluster("stage"), _world.Cluster("prod"));
        _world.Run(_world.Workload(stage, "cart"), New);
        _world.Run(_world.Workload(prod, "cart"), Old);
        _world.Run(_world.Workload(stage, "same"), New);
        _world.Run(_world.Workload(prod, "same"), New);
        _world.Remember(Old, committedAt: RecordedWorld.Noon.AddDays(-4));
        _world.Remember(New, committedAt: RecordedWorld.Noon.AddDays(-1.5));

        var board = await _world.BoardAsync();

        Assert.Equal(new DriftAnswer("staging", "Unknown", null, null, 2.5), board.Services[0].Cells["production"].Drift);
        Assert.Equal(new DriftAnswer("staging", "Same", 0, 0, 0), board.Services[1].Cells["production"].Drift);
        Assert.Null(board.Services[0].Cells["staging"].Drift);
        Assert.Equal(1, board.Summary.Drifted);
        Assert.Equal(["cart"], (await _world.BoardAsync(new BoardFilter(Only: "drift"))).Services.Select(row => row.Service), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_is_not_traced_is_not_compared()
    {
        _world.Run(_world.Workload(_world.Cluster("stage"), "cart"), Ghost);
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), New);
        _world.Remember(New);

        Assert.Null((await _world.CellAsync("cart", "production")).Drift);
        Assert.Empty((await _world.BoardAsync(new BoardFilter(Only: "drift"))).Services);
    }

    [Fact]
    public async Task A_rollback_marks_its_cell_and_is_counted_once_for_a_day()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart");
        _world.Run(workload, Old, change: ChangeKind.Rollback);
        _world.Run(workload, "docker.io/envoy:1", change: ChangeKind.Rollback, container: "envoy", isPrimary: false);
        _world.Deploy(_world.Workload(_world.Cluster("stage"), "cart"), Old, at: RecordedWorld.Noon.AddHours(-25), change: ChangeKind.Rollback);

        Assert.Equal("Rollback", (await _world.CellAsync("cart", "production")).Change);
        Assert.Equal(1, (await _world.BoardAsync()).Summary.Rollbacks);
    }

    [Fact]
    public async Task A_stalled_rollout_says_why()
    {
        var workload = _world.Workload(_world.Cluster("prod"), "cart");
        (workload.Rollout, workload.RolloutReason) = (RolloutState.Stalled, "ImagePullBackOff");
        _world.Run(workload, New);

        var cell = await _world.CellAsync("cart", "production");

        Assert.Equal(("Stalled", "ImagePullBackOff"), (cell.Rollout, cell.RolloutReason));
        Assert.Equal((0, 1), ((await _world.BoardAsync()).Summary.Rollouts, (await _world.BoardAsync()).Summary.Stalled));
    }

    [Theory]
    [InlineData("CART")]
    [InlineData("acme/cart")]
    [InlineData("2222222B")]
    [InlineData("vouch")]
    [InlineData("lovelace")]
    [InlineData("checkout-team")]
    public async Task Text_is_found_in_service_image_sha_title_author_and_team(string text)
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart", team: "checkout-team"), New);
        _world.Run(_world.Workload(prod, "other"), "ghcr.io/acme/other:1.0");
        _world.Remember(New, "Add vouchers", "Lovelace");

        Assert.Equal(["cart"], (await _world.BoardAsync(new BoardFilter(Query: text))).Services.Select(row => row.Service), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_sha_is_found_by_its_beginning_only()
    {
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), "ghcr.io/acme/cart:sha-2222222");
        _world.Remember("ghcr.io/acme/cart:sha-2222222");

        Assert.Single((await _world.BoardAsync(new BoardFilter(Query: "22222220"))).Services);
        Assert.Empty((await _world.BoardAsync(new BoardFilter(Query: "22200000"))).Services);
    }

    [Fact]
    public async Task One_environment_shows_only_its_column_and_what_runs_in_it()
    {
        _world.Run(_world.Workload(_world.Cluster("stage"), "early"), New);
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), New);

        var board = await _world.BoardAsync(new BoardFilter(Environment: "Production"));

        Assert.Equal(["production"], board.Environments.Select(environment => environment.Name), StringComparer.Ordinal);
        Assert.Equal(["cart"], board.Services.Select(row => row.Service), StringComparer.Ordinal);
        Assert.Equal(["production"], board.Services[0].Cells.Keys, StringComparer.Ordinal);
        Assert.Equal(2, board.Summary.Services);
    }

    [Fact]
    public async Task A_row_in_which_nothing_changed_equals_the_one_before()
    {
        var prod = _world.Cluster("prod");
        _world.Run(_world.Workload(prod, "cart"), New);
        var other = _world.Workload(prod, "other");
        _world.Run(other, New, pods: 2, ready: 1);
        var before = await _world.BoardAsync();

        prod.ProvenAt = RecordedWorld.Noon.AddSeconds(5);
        (await _world.Database.Running.FindAsync([other.Id, "app", 1, ""], TestContext.Current.CancellationToken))!.Ready = 2;
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);
        await _world.CommitAsync();
        var after = await _world.BoardAsync();

        Assert.Equal(before.Services[0], after.Services[0]);
        Assert.NotEqual(before.Services[1], after.Services[1]);
        Assert.Equal(RecordedWorld.Noon.AddSeconds(5), after.Services[0].Cells["production"].AsOf);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
