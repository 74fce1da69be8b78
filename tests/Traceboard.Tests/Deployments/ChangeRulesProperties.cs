using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.Tests.Deployments;

/// <summary>Three properties over 3,000 sequences of events each; the Recorder has another over the rest of 10,000.</summary>
public sealed class ChangeRulesProperties
{
    private const int Sequences = 3000;

    [Property(MaxTest = Sequences, Arbitrary = [typeof(ChangeRulesProperties)])]
    public void An_observation_that_was_applied_already_adds_nothing(Events events) => Play(events, (story, builds, minute) =>
    {
        var before = story.ToString();
        story.SeeAt(minute, builds);
        Assert.True(story.Written.Count == 0, $"wrote {string.Join(" and ", story.Written)} in {before}");
    });

    [Property(MaxTest = Sequences, Arbitrary = [typeof(ChangeRulesProperties)])]
    public void What_runs_is_open_and_nothing_is_there_twice(Events events) => Play(events, (story, builds, _) =>
    {
        var running = builds.Where(build => build.Pods > 0).ToList();
        var open = story.Deployments.Where(deployment => deployment.IsOpen).ToList();
        Assert.All(running, build => Assert.Contains(open, deployment => deployment.MayRun(build.Image, build.Digest ?? "")));
        Assert.All(open, deployment => Assert.Contains(running, build => deployment.MayRun(build.Image, build.Digest ?? "")));
        Assert.Distinct(story.Deployments.Select(deployment => (deployment.StartedAt, deployment.Image, deployment.Digest, deployment.Template)));
        Assert.All(story.Deployments, deployment => Assert.Equal(deployment.Change == ChangeKind.First, deployment.PreviousId is null));
        Assert.All(
            story.Deployments.Where(deployment => deployment.Change == ChangeKind.Rollback),
            deployment => Assert.True(deployment.RollbackOfId < deployment.Id));
    });

    [Property(MaxTest = Sequences, Arbitrary = [typeof(ChangeRulesProperties)])]
    public void The_order_in_which_an_observation_lists_its_builds_tells_nothing(Events events)
    {
        var backwards = new ContainerStory();
        Play(events, (forwards, builds, minute) =>
        {
            (backwards.Target, backwards.Rollout) = (forwards.Target, forwards.Rollout);
            backwards.SeeAt(minute, [.. builds.Reverse()]);
            Assert.Equal(forwards.ToString(), backwards.ToString());
        });
    }

    [Fact]
    public void A_pod_of_an_old_template_that_went_is_told_once_where_two_ended_deployments_could_have_run_it() => An_observation_that_was_applied_already_adds_nothing(new Events(
    [
        19, 45, 14, 53, 46, 68, 54, 76, 7, 44, 58, 89, 71, 67, 0, 11, 81, 61, 77, 41, 83, 62, 55, 50, 61, 71, 20, 41, 58, 57, 15, 19, 32, 15,
        50, 94, 70, 5, 79, 19, 92, 1, 43, 45, 16, 64, 73, 20, 23, 4, 27, 49, 13, 45, 49, 52, 65, 43, 95, 66, 36, 67, 48, 73, 39, 81, 54, 43,
    ]));

    public static Arbitrary<Events> Sequences_of_events() =>
        Gen.Choose(0, 95).ListOf().Select(numbers => new Events([.. numbers])).ToArbitrary();

    private static void Play(Events events, Action<ContainerStory, BuildObservation[], double> check)
    {
        var (pods, story) = (new SimulatedPods(), new ContainerStory());
        foreach (var number in events.Numbers)
        {
            pods.Happen(number);
            if (number % 3 == 0)
                continue;
            (story.Target, story.Rollout) = (number % 5 == 0 ? null : pods.Target, pods.Rollout);
            var builds = pods.Observe();
            story.SeeAt(pods.Now, builds);
            check(story, builds, pods.Now);
        }
    }

    public sealed record Events(IReadOnlyList<int> Numbers)
    {
        public override string ToString() => string.Join(' ', Numbers);
    }
}
