using Microsoft.EntityFrameworkCore;
using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.History;

namespace Traceboard.Tests.Answers.Status;

public sealed class StatusTests : IAsyncDisposable
{
    private readonly RecordedWorld _world = new();

    [Fact]
    public async Task The_status_tells_clusters_hosts_queue_gaps_and_database()
    {
        var cluster = _world.Cluster("prod", Freshness.Lagging);
        _world.Deploy(_world.Workload(cluster, "cart"), "ghcr.io/acme/cart:1");
        _world.Database.Add(new GapRow { ClusterId = cluster.Id, From = RecordedWorld.Noon.AddHours(-2), Until = RecordedWorld.Noon.AddHours(-1), Reason = "Traceboard was not running" });
        _world.Database.Add(new QuestionRow { Host = "github", Path = "acme/cart", Candidate = "2222222", AskedAt = RecordedWorld.Noon.AddMinutes(-5), DueAt = RecordedWorld.Noon });
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);

        var status = await ReadAsync();

        Assert.Equal((Freshness.Lagging, RecordedWorld.Noon), (status.Freshness, status.AsOf));
        Assert.Equal("prod", Assert.Single(status.Clusters).Name);
        Assert.Equal("github", Assert.Single(status.GitHosts).Name);
        Assert.Equal(new QueueAnswer(1, RecordedWorld.Noon.AddMinutes(-5)), status.Queue);
        Assert.Equal(("prod", "Traceboard was not running"), (status.Gaps[0].Cluster, status.Gaps[0].Reason));
        Assert.Equal(("Sqlite", 1L, null), (status.Database.Provider, status.Database.Deployments, status.Database.Problem));
        Assert.True(status.Database.SizeBytes > 0);
        Assert.Matches(@"^3\.\d+\.\d+$", status.Database.Version);
        Assert.Matches(@"^\d+\.\d+\.\d+", status.Version);
    }

    [Fact]
    public async Task A_database_that_fails_is_a_line_of_the_status()
    {
        _world.Cluster("prod");
        await _world.BoardAsync();
        await _world.Database.Database.ExecuteSqlRawAsync("ALTER TABLE Questions RENAME TO Elsewhere", TestContext.Current.CancellationToken);

        var status = await ReadAsync();

        Assert.Contains("Questions", status.Database.Problem, StringComparison.Ordinal);
        Assert.Equal("prod", Assert.Single(status.Clusters).Name);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private Task<StatusAnswer> ReadAsync() => _world.Get<StatusReader>().ReadAsync(TestContext.Current.CancellationToken);
}
