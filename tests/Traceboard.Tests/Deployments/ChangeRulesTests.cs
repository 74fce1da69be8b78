using Traceboard.Clusters;
using Traceboard.Deployments;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.Deployments;

public sealed class ChangeRulesTests
{
    private static readonly BuildObservation A = Build("a", 1, "X", "t1", "f1");
    private static readonly BuildObservation B = Build("b", 10, "Y", "t2", "f2");

    [Fact]
    public void The_first_build_ever_seen_is_first()
    {
        var story = new ContainerStory().See(A);
        Assert.Equal("First a@X", story.ToString());
        Assert.Equal((At(1), At(1)), (story.Deployments[0].StartedAt, story.Deployments[0].CompletedAt!.Value));
    }

    [Fact]
    public void Another_build_is_a_rollout_and_the_old_one_ends_with_its_last_pod()
    {
        var story = new ContainerStory().See(A).See(A, B);
        Assert.Equal("First a@X, Rollout b@Y", story.ToString());
        story.See(B);
        Assert.Equal("First a@X†, Rollout b@Y", story.ToString());
        Assert.Equal(At(3), story.Deployments.Single(deployment => deployment.Image == "a").EndedAt);
        Assert.Equal(1, story.Deployments.Single(deployment => deployment.Image == "b").PreviousId);
    }

    [Fact]
    public void A_build_that_ran_before_the_previous_one_is_a_rollback() =>
        Assert.Equal("First a@X†, Rollout b@Y†, Rollback a@X of 1", new ContainerStory().See(A).See(B).SeeAt(60, Build("a", 50, "X", "t1", "f1")).ToString());

    [Fact]
    public void A_rollback_is_one_with_the_controller_seen_too()
    {
        var story = new ContainerStory { Target = "a" }.See(A);
        story.Target = "b";
        story.See(A, B).See(B);
        story.Target = "a";
        story.SeeAt(60, B, Build("a", 59, "X", "t1", "f1"));
        Assert.Equal("First a@X†, Rollout b@Y, Rollback a@X of 1", story.ToString());
    }

    [Fact]
    public void A_rollback_is_known_before_the_digest_is_and_stays_one_afterwards()
    {
        var story = new ContainerStory().See(A).See(B).SeeAt(60, B, Build("a", 59, null, "t1", "f1"));
        Assert.Equal("First a@X†, Rollout b@Y, Rollback a of 1", story.ToString());
        story.See(Build("a", 59, "X", "t1", "f1"));
        Assert.Equal("First a@X†, Rollout b@Y†, Rollback a@X of 1", story.ToString());
    }

    [Fact]
    public void A_rollback_whose_digest_turns_out_another_was_a_rollout() =>
        Assert.Equal(
            "First a@X†, Rollout b@Y†, Rollout a@Z",
            new ContainerStory().See(A).See(B).SeeAt(60, Build("a", 59, null, "t3", "f3")).See(Build("a", 59, "Z", "t3", "f3")).ToString());

    [Fact]
    public void A_rollout_that_is_taken_back_before_the_old_pods_went_is_a_rollback()
    {
        var story = new ContainerStory { Target = "a" }.See(A);
        (story.Target, story.Rollout) = ("b", RolloutState.Stalled);
        story.See(A, B);
        (story.Target, story.Rollout) = ("a", RolloutState.Complete);
        story.See(A);
        Assert.Equal("First a@X†, Rollout b@Y†, Rollback a@X of 1", story.ToString());
        Assert.Empty(story.See(A).Written);
    }

    [Fact]
    public void A_controller_that_is_heard_of_after_its_pod_makes_no_rollback()
    {
        var story = new ContainerStory { Target = "a" }.See(A).See(A, B);
        story.Target = "b";
        story.See(A, B).See(B);
        Assert.Equal("First a@X†, Rollout b@Y", story.ToString());
    }

    [Fact]
    public void A_late_controller_does_not_hide_a_rollback()
    {
        var story = new ContainerStory { Target = "a" }.See(A);
        (story.Target, story.Rollout) = ("b", RolloutState.Progressing);
        story.See(Build("b", 1.5, "Y", "t2", "f2"));
        story.See(); // All pods go before the next come.
        story.See(Build("a", 3.5, "X", "t1", "f1"));
        story.Target = "a";
        story.See(Build("a", 3.5, "X", "t1", "f1"));
        Assert.Equal("First a@X†, Rollout b@Y†, Rollback a@X of 1", story.ToString());
    }

    [Fact]
    public void Old_pods_that_are_rescheduled_during_a_rollout_are_not_a_rollback()
    {
        var story = new ContainerStory { Target = "a" }.See(A);
        (story.Target, story.Rollout) = ("b", RolloutState.Progressing);
        story.See(A, B).See(B).See(B, Build("a", 13, "X", "t1", "f1"));
        Assert.Equal("First a@X, Rollout b@Y", story.ToString());
        Assert.Equal("First a@X†, Rollout b@Y", story.See(B).ToString());
    }

    [Fact]
    public void Old_pods_of_the_same_image_that_are_rescheduled_during_a_configuration_change_are_no_change()
    {
        var story = new ContainerStory { Target = "a" }.See(A);
        story.Rollout = RolloutState.Progressing;
        var changed = Build("a", 10, "X", "t2", "f2");
        story.See(A, changed).See(changed).See(changed, Build("a", 13, "X", "t1", "f1"));
        Assert.Equal("First a@X, ConfigChange a@X", story.ToString());
    }

    [Fact]
    public void The_template_changed_and_the_build_did_not_is_a_configuration_change() =>
        Assert.Equal("First a@X†, ConfigChange a@X", new ContainerStory().See(A).See(Build("a", 2, "X", "t2", "f2")).ToString());

    [Fact]
    public void A_template_without_a_fingerprint_counts_as_a_configuration_change_until_it_is_known()
    {
        var story = new ContainerStory().See(A).See(Build("a", 2, "X", "t2"));
        Assert.Equal("First a@X†, ConfigChange a@X", story.ToString());
        story.See(Build("a", 2, "X", "t2", "f1"));
        Assert.Equal("First a@X†, Redeploy a@X", story.ToString());
    }

    [Fact]
    public void A_restart_is_a_redeploy() =>
        Assert.Equal("First a@X†, Redeploy a@X", new ContainerStory().See(A).See(Build("a", 2, "X", "t2", "f1")).ToString());

    [Fact]
    public void A_restart_that_pulled_another_digest_is_a_rollout() =>
        Assert.Equal(
            "First a@X†, Rollout a@Z",
            new ContainerStory().See(A).See(A, Build("a", 2, null, "t2", "f1")).See(Build("a", 2, "Z", "t2", "f1")).ToString());

    [Fact]
    public void A_tag_that_moved_under_one_template_is_a_rollout() =>
        Assert.Equal("First a@X, Rollout a@Z", new ContainerStory().See(A).See(A, Build("a", 2, "Z", "t1", "f1")).ToString());

    [Fact]
    public void A_digest_that_comes_late_completes_the_deployment_and_doubles_nothing()
    {
        var story = new ContainerStory().See(Build("a", 1, null, "t1", "f1")).See(Build("a", 1, null, "t1", "f1", pods: 2), Build("a", 1, "X", "t1", "f1"));
        Assert.Equal("First a@X", story.ToString());
        Assert.Empty(story.See(Build("a", 3, null, "t1", "f1"), A).Written);
    }

    [Fact]
    public void A_build_that_came_and_went_between_two_looks_is_there_and_ended()
    {
        var story = new ContainerStory().See(A).See(A, B with { Pods = 0 });
        Assert.Equal("First a@X, Rollout b@Y†", story.ToString());
        Assert.Empty(story.See(A, B with { Pods = 0 }).Written);
    }

    [Fact]
    public void A_pod_that_is_replaced_goes_on_with_its_deployment()
    {
        var story = new ContainerStory().See(A).See();
        Assert.Equal("First a@X†", story.ToString());
        story.SeeAt(500, Build("a", 499, "X", "t1", "f1"));
        Assert.Equal("First a@X", story.ToString());
    }

    [Fact]
    public void Nothing_ends_when_nobody_wants_pods()
    {
        var story = new ContainerStory { Target = "a" }.See(A);
        story.Desired = 0;
        story.See();
        Assert.Equal("First a@X", story.ToString());
        story.Desired = 1;
        Assert.Empty(story.See(Build("a", 3, "X", "t1", "f1")).Written);
    }

    [Fact]
    public void A_cron_job_deploys_an_image_once_and_not_with_every_run()
    {
        var story = new ContainerStory("CronJob").See(Build("a", 1, "X")).See().See(Build("a", 3, "X")).See();
        Assert.Equal("First a@X", story.ToString());
        Assert.Equal("First a@X†, Rollout b@Y", story.See(Build("b", 5, "Y")).See().ToString());
    }

    [Theory]
    [InlineData("a", "First a@X†, Removed, Redeploy a@X")]
    [InlineData("c", "First a@X†, Removed, Rollout c@X")]
    public void A_workload_that_is_removed_and_comes_back_is_compared_with_what_ran_last(string image, string expected) =>
        Assert.Equal(expected, new ContainerStory().See(A).SeeRemoved().See(Build(image, 30, "X", "t9", "f9")).ToString());

    [Fact]
    public void A_workload_that_comes_back_with_an_older_build_is_rolled_back() =>
        Assert.Equal(
            "First a@X†, Rollout b@Y†, Removed, Rollback a@X of 1",
            new ContainerStory().See(A).See(B).SeeRemoved().SeeAt(40, Build("a", 30, "X", "t9", "f9")).ToString());

    [Fact]
    public void The_first_look_at_a_running_rollout_puts_what_the_controller_wants_last()
    {
        var story = new ContainerStory { Target = "b", Rollout = RolloutState.Progressing }.See(B, Build("a", 20, "X", "t1", "f1"));
        Assert.Equal("First a@X, Rollout b@Y", story.ToString());
    }

    [Fact]
    public void A_rewritten_image_does_not_confuse_the_rules() =>
        Assert.Equal(
            "First m/a@X†, Rollout m/b@Y†, Rollback m/a@X of 1",
            new ContainerStory { Target = "a" }.See(Build("m/a", 1, "X", "t1")).See(Build("m/b", 2, "Y", "t2")).See(Build("m/a", 3, "X", "t1")).ToString());

    [Fact]
    public void What_started_in_a_gap_says_so()
    {
        var story = new ContainerStory().See(A);
        story.Unobserved = new UnobservedInterval(At(5), At(30), "the watch had expired");
        story.SeeAt(31, B);
        Assert.Equal(
            [DeploymentOrigin.ObservationGap, DeploymentOrigin.Observed],
            story.Deployments.OrderByDescending(deployment => deployment.Id).Select(deployment => deployment.Origin));
    }

    [Fact]
    public void A_clock_that_is_behind_the_cluster_ends_nothing_before_it_began()
    {
        var story = new ContainerStory().SeeAt(1, Build("a", 600, "X", "t1")).SeeAt(2, Build("b", 601, "Y", "t2"));
        Assert.All(story.Deployments, deployment => Assert.True((deployment.EndedAt ?? deployment.StartedAt) >= deployment.StartedAt));
        Assert.Equal("First a@X†, Rollout b@Y", story.ToString());
    }
}
