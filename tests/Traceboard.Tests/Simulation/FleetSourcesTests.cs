using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Simulation;
using Traceboard.Simulation.Fleet;
using Traceboard.Sources;

namespace Traceboard.Tests.Simulation;

/// <summary>Traceboard's own Git hosts, configured as the fleet says, against the simulated ones.</summary>
public sealed class FleetSourcesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traceboard_finds_what_the_fleet_released_with_its_author_and_merge_request()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        await using var services = Services(fleet);
        var hosts = services.GetRequiredService<Traceboard.Sources.GitHosts>();
        var released = Catalogue.Services.Where(service => !service.IsStill)
            .SelectMany(service => fleet.FleetClusters, (service, cluster) => (Service: service, cluster.Current(service).Commit!.Sha))
            .Distinct()
            .ToList();
        foreach (var onHost in released.GroupBy(one => one.Service.OnGitLab))
        {
            var host = hosts.Find(onHost.Key ? "gitlab" : "github")!;
            foreach (var batch in onHost.Chunk(host.BatchSize))
            {
                var answers = await host.FindCommitsAsync([.. batch.Select(one => new CommitQuestion(one.Service.Repository!, one.Sha[..7]))], Stop);
                foreach (var ((service, sha), answer) in batch.Zip(answers))
                {
                    var commit = Assert.IsType<CommitAnswer.Found>(answer).Commit;
                    var repository = fleet.World.Of(service).Story.Repository;
                    Assert.Equal(sha, commit.Revision.Sha.ToString());
                    Assert.Equal(repository.Find(sha)!.Author.Name, commit.Author.Name);
                    Assert.Equal(repository.RequestsOf(sha).Select(request => (int?)request.Number).FirstOrDefault(), commit.MergeRequest?.Number);
                }
            }
        }

        Assert.InRange(fleet.GitHub.Requests.Total + fleet.GitLab.Requests.Total, 1, 2 * released.Count);
    }

    [Theory]
    [InlineData("acme/tracking", RepositoryWorld.HexBranch, typeof(CommitAnswer.NotFound))]
    [InlineData("acme/vault-sync", "0123456", typeof(CommitAnswer.Forbidden))]
    [InlineData("acme/coupons", "0123456", typeof(CommitAnswer.NotFound))]
    [InlineData("acme/nobody", "0123456", typeof(CommitAnswer.RepositoryMissing))]
    public async Task A_ghost_is_answered_with_its_reason(string repository, string candidate, Type expected)
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        await using var services = Services(fleet);
        var answers = await services.GetRequiredService<Traceboard.Sources.GitHosts>().Find("github")!.FindCommitsAsync([new CommitQuestion(repository, candidate)], Stop);
        Assert.IsType(expected, answers.Single());
    }

    [Fact]
    public async Task A_prefix_of_two_commits_is_told_from_one_of_none()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        await using var services = Services(fleet);
        var service = Catalogue.Services.Single(one => one.Ghost == Ghost.AmbiguousSha);
        var twin = fleet.World.Of(service).Story.Repository.Branches["experiment"];

        var answers = await services.GetRequiredService<Traceboard.Sources.GitHosts>().Find("gitlab")!
            .FindCommitsAsync([new CommitQuestion(service.Repository!, twin[..8]), new CommitQuestion(service.Repository!, "0123456"), new CommitQuestion(service.Repository!, twin)], Stop);

        Assert.IsType<CommitAnswer.Ambiguous>(answers[0]);
        Assert.IsType<CommitAnswer.NotFound>(answers[1]);
        Assert.IsType<CommitAnswer.Found>(answers[2]);
    }

    private static ServiceProvider Services(SimulatedFleet fleet) => new ServiceCollection()
        .AddLogging()
        .AddGitHosts(new ConfigurationBuilder().AddInMemoryCollection(fleet.Configuration).Build().GetSection("Traceboard"))
        .BuildServiceProvider();
}
