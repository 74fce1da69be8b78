using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.History.Recording;
using Traceboard.Migrations;
using Traceboard.Sources;
using Traceboard.Tests.Fakes;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

/// <summary>The same history on a real PostgreSQL server, where <c>TRACEBOARD_TEST_POSTGRES</c> holds a connection string to one.</summary>
public sealed class PostgresTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_whole_schema_can_be_written_as_a_script()
    {
        using var context = new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=127.0.0.1;Database=unused").Options);
        Assert.Contains("CREATE TABLE \"Deployments\"", context.Database.GenerateCreateScript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_the_same_as_in_SQLite()
    {
        var server = Environment.GetEnvironmentVariable("TRACEBOARD_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "TRACEBOARD_TEST_POSTGRES names no server");

        string expected;
        await using (var sqlite = await TestDatabase.CreateAsync())
        {
            await PlayAsync(sqlite, sqlite.Clock);
            expected = await sqlite.DumpAsync();
        }

        var name = $"traceboard_test_{Guid.NewGuid():N}";
        var contexts = new Contexts(new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString);
        var options = new HistoryOptions { Storage = { Provider = "PostgreSql", ConnectionString = contexts.ConnectionString } };
        var database = new PostgresDatabase(Microsoft.Extensions.Options.Options.Create(options), contexts);
        try
        {
            await database.OpenAsync(Token);
            await PlayAsync(contexts, new FakeTimeProvider(Noon));
            await using var context = contexts.CreateDbContext();
            Assert.Equal(expected, await TestDatabase.DumpAsync(context));
            Assert.Equal(At(31), (await new RememberedClusterReader(contexts).ReadAsync("uid-1", Token))!.LastProofAt);
            Assert.Null((await database.DescribeAsync(Token)).Problem);
            Assert.True((await database.CheckAsync(Token)).Ok);
        }
        finally
        {
            await using var context = contexts.CreateDbContext();
            await context.Database.EnsureDeletedAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_refused_in_one_line_without_the_password()
    {
        var contexts = new Contexts("Host=127.0.0.1;Port=1;Database=traceboard;Username=u;Password=canary;Timeout=2");
        var options = new HistoryOptions { Storage = { Provider = "PostgreSql", ConnectionString = contexts.ConnectionString } };
        var database = new PostgresDatabase(Microsoft.Extensions.Options.Options.Create(options), contexts);
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => database.OpenAsync(Token));
        Assert.Contains("127.0.0.1:1/traceboard", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.Message, StringComparison.Ordinal);
        Assert.False((await database.CheckAsync(Token)).Ok);
    }

    private static async Task PlayAsync(IDbContextFactory<TraceboardContext> contexts, TimeProvider clock)
    {
        using (var recorder = new TestRecorder(contexts, clock))
        {
            await recorder.RecordAsync(Complete(1, Running("cart", Build("git/acme/cart:1111111", 0, "X", "t1")), Running("web", Build("git/acme/web:1111111", 0, "W", "t1"))));
            await recorder.RecordAsync(Batch(6, Workload("cart", RolloutState.Progressing, 1, "git/acme/cart:2222222", Build("git/acme/cart:1111111", 0, "X", "t1"), Build("git/acme/cart:2222222", 5, null, "t2"))));
            await recorder.RecordAsync(Batch(7, Running("cart", Build("git/acme/cart:2222222", 5, "Y", "t2"))));
        }

        // As after a restart: everything is read back first.
        using var restarted = new TestRecorder(contexts, clock, new GitHosts([new ScriptedGitHost("git")]));
        await restarted.RecordAsync(Complete(31, Running("cart", Build("git/acme/cart:1111111", 20, "X", "t1"))) with { Unobserved = new UnobservedInterval(At(7), At(30), "the watch had expired") });
        var traces = await restarted.Traces.TracesOfAsync(["git/acme/cart:1111111", "git/acme/web:1111111"], Token);
        Assert.All(traces.Values, trace => Assert.Equal(TraceStatus.Pending, trace.Status));
    }

    private sealed class Contexts(string connectionString) : IDbContextFactory<TraceboardContext>, IDbContextFactory<PostgresContext>
    {
        public string ConnectionString => connectionString;

        public PostgresContext CreateDbContext() => new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connectionString).Options);

        TraceboardContext IDbContextFactory<TraceboardContext>.CreateDbContext() => CreateDbContext();
    }
}
