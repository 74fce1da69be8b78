using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Traceboard.Clusters;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

public sealed class RecorderFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ObservationBatch Rollout => Batch(6, Workload("cart", RolloutState.Progressing, 1, "b", Build("a", 0, "X", "t1"), Build("b", 5, null, "t2")), Running("web", Build("git/acme/web:1111111", 5)));

    [Fact]
    public async Task A_transaction_that_is_cut_at_any_statement_leaves_nothing_and_the_retry_loses_nothing()
    {
        string expected;
        await using (var smooth = await TestDatabase.CreateAsync())
        {
            using var recorder = new TestRecorder(smooth);
            await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
            await recorder.RecordAsync(Rollout);
            expected = await smooth.DumpAsync();
        }

        for (var cutAt = 1; ; cutAt++)
        {
            await using var database = await TestDatabase.CreateAsync();
            using var recorder = new TestRecorder(database);
            await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
            var before = await database.DumpAsync();

            var (statements, isCut) = (0, false);
            database.BeforeStatement = _ =>
            {
                if (++statements != cutAt || isCut)
                    return;
                isCut = true;
                throw new SqliteException("database or disk is full", 13);
            };
            var recording = recorder.RecordAsync(Rollout);
            await WaitForAsync(() => recording.IsCompleted || Volatile.Read(ref isCut));
            if (!isCut)
            {
                Assert.True(cutAt > 8, $"only {cutAt} statements were cut");
                return;
            }

            await WaitForAsync(() => recorder.Ledger.Problem is not null);
            Assert.Contains("disk is full", recorder.Ledger.Problem, StringComparison.Ordinal);
            Assert.Equal(before, await database.DumpAsync());
            Assert.Equal(At(1), (await new Traceboard.History.Recording.RememberedClusterReader(database).ReadAsync("uid-1", Token))!.LastProofAt);

            await WaitForAsync(() =>
            {
                database.Clock.Advance(TimeSpan.FromSeconds(1));
                return recording.IsCompleted;
            });
            Assert.True(recording.IsCompletedSuccessfully);
            Assert.Null(recorder.Ledger.Problem);
            Assert.Equal(expected, await database.DumpAsync());
        }
    }

    [Fact]
    public async Task A_database_that_stays_full_is_logged_once_and_holds_the_batch_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        var (isFull, tries) = (true, 0);
        database.BeforeStatement = _ =>
        {
            tries++;
            if (isFull)
                throw new SqliteException("database or disk is full", 13);
        };
        var recording = recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0))));
        await WaitForAsync(() =>
        {
            database.Clock.Advance(TimeSpan.FromSeconds(30));
            return tries >= 3;
        });
        Assert.False(recording.IsCompleted);
        Assert.Single(recorder.Log.Collector.GetSnapshot(), entry => entry.Level == LogLevel.Error);

        isFull = false;
        await WaitForAsync(() =>
        {
            database.Clock.Advance(TimeSpan.FromSeconds(30));
            return recording.IsCompleted;
        });
        await using var context = database.CreateDbContext();
        Assert.Equal(1, await context.Deployments.CountAsync(Token));
    }

    [Fact]
    public async Task A_restart_over_the_same_file_doubles_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        string before;
        using (var recorder = new TestRecorder(database))
        {
            await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
            await recorder.RecordAsync(Rollout);
            before = await database.DumpAsync();
        }

        using var restarted = new TestRecorder(database);
        await restarted.RecordAsync(Rollout);
        await restarted.RecordAsync(Rollout with { IsComplete = true });
        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task An_observation_that_the_rules_cannot_work_in_is_left_out_alone_and_holds_the_resume_points()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var recorder = new TestRecorder(database);
        await recorder.RecordAsync(Complete(1, Running("cart", Build("a", 0, "X", "t1"))));
        var broken = Running("broken", Build("x", 0)) with { Containers = [new ContainerObservation { Name = null!, IsPrimary = true, Builds = [] }] };
        await recorder.RecordAsync(Batch(5, broken, Running("web", Build("w", 4))));
        await recorder.RecordAsync(Batch(6));

        await using var context = database.CreateDbContext();
        Assert.Equal(["cart", "web"], await context.Workloads.OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(Token));
        Assert.Equal("1", (await context.ResumePoints.SingleAsync(Token)).ResourceVersion);
        Assert.Contains("Deployment shop/broken in cluster prod", recorder.State.Problem, StringComparison.Ordinal);
        Assert.Contains("Deployment shop/broken", Assert.Single(recorder.Log.Collector.GetSnapshot(), entry => entry.Level == LogLevel.Error).Message, StringComparison.Ordinal);

        await recorder.RecordAsync(Complete(7, Running("cart", Build("a", 0, "X", "t1")), Running("web", Build("w", 4))));
        Assert.Null(recorder.State.Problem);
        Assert.Equal("7", await context.ResumePoints.AsNoTracking().Select(row => row.ResourceVersion).SingleAsync(Token));
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }
}
