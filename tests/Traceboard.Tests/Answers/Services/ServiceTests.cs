using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Tests.Answers.Services;

public sealed class ServiceTests : IAsyncDisposable
{
    private const string Image = "ghcr.io/acme/cart:1.0";
    private readonly RecordedWorld _world = new();

    [Fact]
    public async Task A_service_shows_each_environment_with_its_workloads_and_pods()
    {
        var (stage, prod) = (_world.Cluster("stage"), _world.Cluster("prod", Freshness.Stale, RecordedWorld.Noon.AddHours(-1)));
        _world.Run(_world.Workload(stage, "cart", team: "shop"), Image);
        _world.Run(_world.Workload(prod, "cart", name: "cart-web", desired: 2), Image, pods: 2);
        _world.Run(_world.Workload(prod, "cart", name: "cart-worker"), Image);
        _world.Fleet.Pods[(stage.Uid, new Workload("shop", "Deployment", "cart"))] =
            [new PodSnapshot { Name = "cart-1", Status = "Running", Ready = true, Restarts = 0, CreatedAt = RecordedWorld.Noon, Containers = [] }];

        var service = await ReadAsync("cart");

        Assert.Equal(("shop", Freshness.Stale, RecordedWorld.Noon.AddHours(-1)), (service!.Team, service.Freshness, service.AsOf));
        Assert.Equal(["prod", "stage"], service.Environments.Select(environment => environment.Environment), StringComparer.Ordinal);
        Assert.Equal([("cart-web", 2), ("cart-worker", 1)], service.Environments[0].Workloads.Select(workload => (workload.Workload.Name, workload.Total)));
        Assert.Equal("cart-1", Assert.Single(service.Environments[1].Workloads[0].Pods).Name);
        Assert.Empty(service.Environments[0].Workloads[0].Pods);
    }

    [Fact]
    public async Task An_image_that_is_not_traced_comes_with_the_mend_of_the_untraceable_page()
    {
        const string Moving = "ghcr.io/acme/cart:latest";
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), Moving);

        var fix = Assert.Single((await ReadAsync("cart"))!.Environments[0].Fixes);
        var untraceable = await _world.Get<UntraceableReader>().ReadAsync(new UntraceableFilter(), TestContext.Current.CancellationToken);

        Assert.Equal((Moving, "docker"), (fix.Image, fix.Fix.Snippets[0].Kind));
        Assert.Equal(untraceable.Groups.Single().Images.Single().Fix!.Advice, fix.Fix.Advice);
    }

    [Fact]
    public async Task A_service_that_is_gone_is_known_and_one_that_never_ran_is_not()
    {
        var gone = _world.Workload(_world.Cluster("prod"), "gone", team: "shop");
        gone.RemovedAt = RecordedWorld.Noon;
        await _world.Database.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Empty((await ReadAsync("gone"))!.Environments);
        Assert.Null(await ReadAsync("never"));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private Task<ServiceAnswer?> ReadAsync(string service) => _world.Get<ServiceReader>().ReadAsync(service, TestContext.Current.CancellationToken);
}
