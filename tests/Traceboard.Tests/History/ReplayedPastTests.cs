using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Deployments;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

/// <summary>Observations of a time that is over: what came back while nobody watched.</summary>
public sealed class ReplayedPastTests
{
    private static readonly BuildObservation _old = Build("git/acme/cart:1111111", 0, "sha256:1", "t1");
    private static readonly BuildObservation _between = Build("git/acme/cart:2222222", 5, "sha256:2", "t2");
    private static readonly BuildObservation _back = Build("git/acme/cart:1111111", 8, "sha256:1", "t1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_build_that_came_back_is_a_rollback_and_the_past_is_never_what_runs()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", _old)));

        await recorder.RecordAsync(Past(_between));
        await using (var meanwhile = database.CreateDbContext())
        {
            Assert.Equal("git/acme/cart:1111111", await meanwhile.Running.Select(row => row.Build!.Image).SingleAsync(Token));
            Assert.Equal(1, await meanwhile.Workloads.Select(row => row.DesiredReplicas).SingleAsync(Token));
        }

        await recorder.RecordAsync(Past(_back));
        await recorder.RecordAsync(Complete(10, Running("cart", _back)));

        await using var context = database.CreateDbContext();
        var rows = await context.Deployments.OrderBy(row => row.Id).ToListAsync(Token);
        Assert.Equal([ChangeKind.First, ChangeKind.Rollout, ChangeKind.Rollback], rows.Select(row => row.Change));
        Assert.Equal([At(5), At(8), null], rows.Select(row => row.EndedAt));
        Assert.Equal(rows[2].Id, await context.Running.Select(row => row.DeploymentId).SingleAsync(Token));
    }

    [Fact]
    public async Task Told_again_after_a_restart_the_past_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        using (var killed = new TestRecorder(database))
        {
            await killed.RecordAsync(Complete(1, Running("cart", _old)));
            await killed.RecordAsync(Past(_between));
            await killed.RecordAsync(Past(_back));
        }

        using var recorder = new TestRecorder(database);
        var before = await database.DumpAsync();
        await recorder.RecordAsync(Past(_between));
        await recorder.RecordAsync(Past(_back));
        Assert.Equal(before, await database.DumpAsync());

        await recorder.RecordAsync(Complete(10, Running("cart", _back)));
        await recorder.RecordAsync(Past(_between));
        await recorder.RecordAsync(Past(_back));
        await using var context = database.CreateDbContext();
        Assert.Equal([ChangeKind.First, ChangeKind.Rollout, ChangeKind.Rollback], await context.Deployments.OrderBy(row => row.Id).Select(row => row.Change).ToListAsync(Token));
        Assert.Null(await context.Deployments.OrderBy(row => row.Id).Select(row => row.EndedAt).LastAsync(Token));
    }

    [Fact]
    public async Task The_past_of_one_container_ends_nothing_in_another()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        var proxy = new ContainerObservation { Name = "proxy", IsPrimary = false, Builds = [Build("proxy:1", 0, "sha256:9")] };
        var both = Running("cart", _old);
        await recorder.RecordAsync(Complete(1, both with { Containers = [.. both.Containers, proxy] }));

        await recorder.RecordAsync(Past(_between));

        await using var context = database.CreateDbContext();
        Assert.Null(await context.Deployments.Where(row => row.Container == "proxy").Select(row => row.EndedAt).SingleAsync(Token));
        Assert.Equal(2, await context.Running.CountAsync(Token));
    }

    private static ObservationBatch Past(BuildObservation build) =>
        Batch((build.FirstPodCreatedAt - Noon).TotalMinutes, Workload("cart", RolloutState.Progressing, desired: null, build.Image, build) with { IsPast = true, ControllerSeen = true }) with { ResumePoints = [] };
}
