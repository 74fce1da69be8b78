using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Deployments;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

public sealed class RecorderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rollout_whose_digest_comes_late_is_one_deployment()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("git/acme/cart:1111111", 0, "sha256:1", "t1"))));
        await recorder.RecordAsync(Batch(6, Workload("cart", RolloutState.Progressing, 1, "git/acme/cart:2222222",
            Build("git/acme/cart:1111111", 0, "sha256:1", "t1"), Build("git/acme/cart:2222222", 5, null, "t2"))));
        await recorder.RecordAsync(Batch(7, Running("cart", Build("git/acme/cart:2222222", 5, "sha256:2", "t2"))));

        await using var context = database.CreateDbContext();
        var rows = await context.Deployments.Include(row => row.Build).OrderBy(row => row.Id).ToListAsync(Token);
        Assert.Equal([ChangeKind.First, ChangeKind.Rollout], rows.Select(row => row.Change));
        Assert.Equal((At(0), At(1), At(7)), (rows[0].StartedAt, rows[0].CompletedAt!.Value, rows[0].EndedAt!.Value));
        Assert.Equal(("sha256:2", At(5), At(7), rows[0].Id), (rows[1].Build!.Digest, rows[1].StartedAt, rows[1].CompletedAt!.Value, rows[1].PreviousId!.Value));
        var running = await context.Running.Include(row => row.Build).SingleAsync(Token);
        Assert.Equal((rows[1].Id, "sha256:2", 1), (running.DeploymentId, running.Build!.Digest, running.Pods));
    }

    [Fact]
    public async Task A_full_list_that_tells_nothing_new_writes_no_history()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        WorkloadObservation[] state = [Running("cart", Build("git/acme/cart:1111111", 0, "sha256:1", "t1")), Running("web", Build("nginx", 0, null))];
        await recorder.RecordAsync(Complete(1, state));
        var statements = new List<string>();
        database.BeforeStatement = statements.Add;
        recorder.Committed.Clear();

        await recorder.RecordAsync(Complete(2, state));

        Assert.DoesNotContain(statements, statement => statement.Contains("\"Deployments\"", StringComparison.Ordinal) || statement.Contains("\"Running\"", StringComparison.Ordinal));
        Assert.Empty(recorder.Committed);
        await using var context = database.CreateDbContext();
        Assert.All(await context.Workloads.ToListAsync(Token), workload => Assert.Equal(At(2), workload.SeenAt));
    }

    [Fact]
    public async Task Of_a_stored_row_only_the_columns_that_changed_are_written()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("git/acme/cart:1111111", 0, "sha256:1", "t1"))));
        var statements = new List<string>();
        database.BeforeStatement = statements.Add;
        await recorder.RecordAsync(Batch(6, Workload("cart", RolloutState.Progressing, 1, "git/acme/cart:2222222",
            Build("git/acme/cart:1111111", 0, "sha256:1", "t1"), Build("git/acme/cart:2222222", 5, "sha256:2", "t2"))));
        await recorder.RecordAsync(Batch(7, Running("cart", Build("git/acme/cart:2222222", 5, "sha256:2", "t2"))));
        await recorder.RecordAsync(Batch(8) with { Removed = [new Workload("shop", "Deployment", "cart")] });

        var updates = statements.SelectMany(statement => statement.Split(";\n", StringSplitOptions.RemoveEmptyEntries))
            .Where(statement => statement.TrimStart().StartsWith("UPDATE", StringComparison.Ordinal)).ToList();
        foreach (var table in new[] { "Clusters", "ResumePoints", "Workloads", "Deployments" })
            Assert.Contains(updates, update => update.Contains($"\"{table}\"", StringComparison.Ordinal));
        string[] indexed = ["Uid", "ClusterId", "Namespace", "Service", "WorkloadId", "Container", "StartedAt", "BuildId", "Template"];
        Assert.All(updates, update => Assert.DoesNotContain(indexed, column => update.Contains($"\"{column}\" = @p", StringComparison.Ordinal)
            && update.IndexOf($"\"{column}\" = @p", StringComparison.Ordinal) < update.IndexOf("WHERE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_heartbeat_is_a_small_transaction_that_moves_proof_and_resume_points()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0))));
        var statements = new List<string>();
        database.BeforeStatement = statements.Add;
        await recorder.RecordAsync(Batch(2));

        Assert.Equal(2, statements.Count);
        var remembered = await new Traceboard.History.Recording.RememberedClusterReader(database).ReadAsync("uid-1", Token);
        Assert.Equal(At(2), remembered!.LastProofAt);
        Assert.Equal([new ResumePoint("pods", "2")], remembered.ResumePoints);
        Assert.Null(await new Traceboard.History.Recording.RememberedClusterReader(database).ReadAsync("uid-9", Token));
    }

    [Fact]
    public async Task What_is_missing_from_a_full_list_is_removed_and_what_is_out_of_scope_is_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        var elsewhere = Running("web", Build("b", 0)) with { Workload = new Workload("other", "Deployment", "web") };
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0)), elsewhere));
        await recorder.RecordAsync(Complete(2) with { Scope = new NamespaceScope(["shop"], []) });

        await using var context = database.CreateDbContext();
        var workloads = await context.Workloads.OrderBy(row => row.Name).ToListAsync(Token);
        Assert.Equal([At(2), null], workloads.Select(row => row.RemovedAt));
        Assert.Equal([At(1), At(1)], workloads.Select(row => row.SeenAt == At(2) ? At(1) : row.SeenAt));
        var removed = await context.Deployments.SingleAsync(row => row.Change == ChangeKind.Removed, Token);
        Assert.Equal((workloads[0].Id, "", At(2)), (removed.WorkloadId, removed.Container, removed.StartedAt));
        Assert.Equal("web", (await context.Running.Include(row => row.Workload).SingleAsync(Token)).Workload!.Name);
    }

    [Fact]
    public async Task A_workload_that_is_undeployed_and_comes_back_is_redeployed()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
        await recorder.RecordAsync(Batch(2) with { Removed = [new Workload("shop", "Deployment", "cart")] });
        await recorder.RecordAsync(Batch(3) with { Removed = [new Workload("shop", "Deployment", "cart")] });
        using var restarted = new TestRecorder(database);
        await restarted.RecordAsync(Batch(10, Running("cart", Build("a", 9, "X", "t2"))));

        await using var context = database.CreateDbContext();
        Assert.Equal([ChangeKind.First, ChangeKind.Removed, ChangeKind.Redeploy], await context.Deployments.OrderBy(row => row.Id).Select(row => row.Change).ToListAsync(Token));
        Assert.Null((await context.Workloads.SingleAsync(Token)).RemovedAt);
    }

    [Fact]
    public async Task A_pod_that_lived_two_seconds_is_in_history()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        var bare = Workload("once", RolloutState.Progressing, null, null, Build("git/acme/once:1111111", 0.5, pods: 0)) with { Workload = new Workload("shop", "Pod", "once") };
        await recorder.RecordAsync(Batch(1, bare));
        await recorder.RecordAsync(Batch(1, bare));

        await using var context = database.CreateDbContext();
        Assert.Equal([ChangeKind.First, ChangeKind.Removed], await context.Deployments.OrderBy(row => row.Id).Select(row => row.Change).ToListAsync(Token));
        Assert.Empty(await context.Running.ToListAsync(Token));
    }

    [Fact]
    public async Task Told_gone_and_there_in_one_batch_it_came_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
        await recorder.RecordAsync(Batch(5, Running("cart", Build("a", 4, "X", "t1"))) with { Removed = [new Workload("shop", "Deployment", "cart")] });

        await using var context = database.CreateDbContext();
        Assert.Equal([ChangeKind.First, ChangeKind.Removed, ChangeKind.Redeploy], await context.Deployments.OrderBy(row => row.Id).Select(row => row.Change).ToListAsync(Token));
        Assert.Equal(3, (await context.Running.SingleAsync(Token)).DeploymentId);
    }

    [Fact]
    public async Task A_container_that_left_the_template_ends_and_its_workload_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        var both = Running("cart", Build("a", 0, "X", "t1"));
        var sidecar = new ContainerObservation { Name = "proxy", IsPrimary = false, Builds = [Build("p", 0, "P", "t1")] };
        await recorder.RecordAsync(Complete(1, both with { Containers = [.. both.Containers, sidecar] }));
        await recorder.RecordAsync(Batch(2, Running("cart", Build("a", 0, "X", "t1"))));

        await using var context = database.CreateDbContext();
        Assert.Equal(["proxy"], await context.Deployments.Where(row => row.EndedAt != null).Select(row => row.Container).ToListAsync(Token));
        Assert.Equal(["app"], await context.Running.Select(row => row.Container).ToListAsync(Token));
    }

    [Fact]
    public async Task Scaled_to_zero_stays_deployed_and_runs_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
        await recorder.RecordAsync(Batch(2, Workload("cart", RolloutState.Complete, 0, "a")));
        using var restarted = new TestRecorder(database);
        await restarted.RecordAsync(Complete(3, Workload("cart", RolloutState.Complete, 0, "a")));

        await using var context = database.CreateDbContext();
        Assert.Null((await context.Deployments.SingleAsync(Token)).EndedAt);
        Assert.Null((await context.Workloads.SingleAsync(Token)).RemovedAt);
        Assert.Empty(await context.Running.ToListAsync(Token));
    }

    [Fact]
    public async Task A_cluster_that_is_renamed_or_named_twice_has_one_history()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
        await recorder.RecordAsync(Complete(2, Running("cart", Build("a", 0, "X", "t1"))) with { Cluster = new ClusterIdentity("uid-1", "production") });

        await using var context = database.CreateDbContext();
        Assert.Equal("production", (await context.Clusters.SingleAsync(Token)).Name);
        Assert.Equal(1, await context.Deployments.CountAsync(Token));
    }

    [Fact]
    public async Task A_gap_is_stored_once_and_marks_what_started_in_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1")), Running("web", Build("w", 0, "W", "t1"))));
        var back = Complete(31, Running("cart", Build("b", 20, "Y", "t2"))) with { Unobserved = new UnobservedInterval(At(1), At(30), "the watch had expired") };
        await recorder.RecordAsync(back);
        await recorder.RecordAsync(back);

        await using var context = database.CreateDbContext();
        Assert.Equal("the watch had expired", (await context.Gaps.SingleAsync(Token)).Reason);
        Assert.Equal(
            [(ChangeKind.Rollout, DeploymentOrigin.ObservationGap), (ChangeKind.Removed, DeploymentOrigin.ObservationGap)],
            (await context.Deployments.Where(row => row.Id > 2).OrderBy(row => row.Id).ToListAsync(Token)).Select(row => (row.Change, row.Origin)));
    }

    [Fact]
    public async Task A_moved_tag_is_another_deployment_and_its_trace_says_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("git/acme/cart:1111111", 0, "X", "t1"))));
        Assert.Equal(Traceboard.Sources.TraceStatus.Pending, (await recorder.Traces.TracesOfAsync(["git/acme/cart:1111111"], Token)).Values.Single().Status);
        await recorder.RecordAsync(Batch(5, Running("cart", Build("git/acme/cart:1111111", 4, "Y", "t1"))));

        await using var context = database.CreateDbContext();
        Assert.Equal([ChangeKind.First, ChangeKind.Rollout], await context.Deployments.OrderBy(row => row.Id).Select(row => row.Change).ToListAsync(Token));
        Assert.Equal(Traceboard.Sources.TraceStatus.Moving, (await recorder.Traces.TracesOfAsync(["git/acme/cart:1111111"], Token)).Values.Single().Status);
    }

    [Fact]
    public async Task What_changed_is_told_after_the_commit()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("git/acme/cart:1111111", 0, "X", "t1"))));
        var change = Assert.Single(recorder.Committed);
        Assert.Equal([1L], change.Deployments);
        Assert.True(change.Running);
        Assert.Equal(1, change.NewQuestions);
        Assert.Equal(["git/acme/cart:1111111"], change.Images);
    }
}
