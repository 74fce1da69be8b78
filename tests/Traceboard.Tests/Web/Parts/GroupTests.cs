using Traceboard.Answers;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Parts;

namespace Traceboard.Tests.Web.Parts;

public sealed class GroupTests
{
    private static readonly TraceAnswer Traced = SampleBoard.Traced("Round tax half to even", "João Melo", PagesContext.Noon);
    private static readonly TraceAnswer Moving = new() { Status = "Moving", MergeRequestStatus = "Unknown" };
    private static readonly TraceAnswer External = new() { Status = "External", MergeRequestStatus = "Unknown" };

    [Fact]
    public void Two_containers_of_one_image_are_told_once_and_a_pod_counts_once()
    {
        var group = Assert.Single(BuildGroup.Of([Build("shop", "r/shop:1", "sha256:aa", 3, Traced), Build("worker", "r/shop:1", "sha256:aa", 3, Traced)]));

        Assert.Equal(["shop", "worker"], group.Containers);
        Assert.Equal(3, group.Pods);
    }

    [Fact]
    public void Two_digests_under_one_moving_tag_are_one_ghost_with_the_pods_of_each()
    {
        var group = Assert.Single(BuildGroup.Of([Build("mailer", "r/mailer:latest", "sha256:aa", 2, Moving), Build("mailer", "r/mailer:latest", "sha256:bb", 1, Moving)]));

        Assert.Equal([("sha256:aa", 2), ("sha256:bb", 1)], group.Digests);
        Assert.Equal(3, group.Pods);
    }

    [Fact]
    public void Two_digests_of_a_traced_image_stay_two() =>
        Assert.Equal(2, BuildGroup.Of([Build("shop", "r/shop:1", "sha256:aa", 2, Traced), Build("shop", "r/shop:1", "sha256:bb", 1, Traced)]).Count);

    [Fact]
    public void What_the_containers_of_a_workload_began_together_is_one_deployment_led_by_its_own_image()
    {
        var group = Assert.Single(DeploymentGroup.Of([Deployed("3", "worker", Traced), Deployed("2", "istio-proxy", External), Deployed("1", "shop", Traced)]));

        Assert.Equal("shop", group.Main.Container);
        Assert.Equal(["worker", "istio-proxy"], group.Beside.Select(item => item.Container));
    }

    [Fact]
    public void A_new_build_leads_though_another_container_only_has_a_new_configuration() =>
        Assert.Equal("worker", Assert.Single(DeploymentGroup.Of([Deployed("2", "shop", Traced, "ConfigChange"), Deployed("1", "worker", Traced)])).Main.Container);

    [Fact]
    public void One_container_is_never_its_own_companion() =>
        Assert.Equal(2, DeploymentGroup.Of([Deployed("2", "shop", Traced), Deployed("1", "shop", Moving)]).Count);

    [Theory]
    [InlineData("Merge pull request #34 from acme/tax", 34, "Merged: Round tax half to even")]
    [InlineData("Merge branch 'tax' into 'main'", 7, "Merged: Round tax half to even")]
    [InlineData("Merge pull request #34 from acme/tax", 35, "Merge pull request #34 from acme/tax")]
    [InlineData("Merge two carts", 34, "Merge two carts")]
    public void A_merge_commit_goes_by_what_it_merged(string title, int number, string expected) => Assert.Equal(expected, CommitWords.Title(Traced with
    {
        Commit = Traced.Commit! with { Title = title },
        MergeRequest = Traced.MergeRequest! with { Number = number, Title = "Round tax half to even" },
    }));

    private static BuildAnswer Build(string container, string image, string digest, int pods, TraceAnswer trace) =>
        new() { Image = image, Digest = digest, Container = container, IsPrimary = true, Pods = pods, Ready = pods, Trace = trace };

    private static DeploymentAnswer Deployed(string id, string container, TraceAnswer trace, string change = "Rollout") => new()
    {
        Id = id,
        Service = "shop",
        Environment = "production",
        Workload = new("prod-eu", "shop", "Deployment", "shop"),
        Container = container,
        Change = change,
        Origin = "Observed",
        StartedAt = PagesContext.Noon,
        Rollout = "Complete",
        Current = new($"r/{container}:1", "sha256:aa", trace),
    };
}
