using Traceboard.Clusters.Connection;
using Traceboard.History;
using Traceboard.Web.CommandLine;

namespace Traceboard.Tests.Web.CommandLine;

public sealed class StartFailureTests
{
    [Fact]
    public void What_is_written_for_people_is_told_as_it_is() => Assert.Equal(
        ["The database x is in use.", "The kubeconfig y does not exist."],
        StartFailure.Explain(new AggregateException(
            new HistoryUnavailableException("The database x is in use."),
            new ClusterException(ClusterFault.Configuration, "The kubeconfig y does not exist."))));

    [Fact]
    public async Task A_fleet_that_fails_ends_the_demo_with_its_cause()
    {
        var ended = false;
        var failed = await Assert.ThrowsAsync<DemoFailedException>(() => DemoCommand.BesideAsync(
            Task.FromException(new InvalidOperationException("no nodes left")),
            async until =>
            {
                await Task.Delay(Timeout.Infinite, TimeProvider.System, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended = true;
                return 0;
            },
            TestContext.Current.CancellationToken));

        Assert.True(ended);
        Assert.Contains("InvalidOperationException: no nodes left", Assert.Single(StartFailure.Explain(failed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_that_is_stopped_ends_as_usual() => Assert.Equal(
        0, await DemoCommand.BesideAsync(new TaskCompletionSource().Task, _ => Task.FromResult(0), TestContext.Current.CancellationToken));
}
