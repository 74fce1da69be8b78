using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Traceboard.Answers;

namespace Traceboard.Tests.Web.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task A_process_whose_tasks_live_is_healthy_and_ready_once_the_board_is_built()
    {
        await using var api = new ApiApplication();
        await api.TextAsync("/api/v1/board");

        Assert.Equal("healthy", await api.TextAsync("/healthz"));
        Assert.Equal("ready", await api.TextAsync("/readyz"));
    }

    [Fact]
    public async Task A_task_that_died_makes_the_process_unhealthy()
    {
        var dying = new DyingTask();
        await using var api = new ApiApplication(services => services.AddSingleton<IHostedService>(dying));
        Assert.Equal("healthy", await api.TextAsync("/healthz"));

        dying.Death.SetException(new InvalidOperationException("it died"));
        while (dying.ExecuteTask is not { IsCompleted: true })
            await Task.Run(TestContext.Current.CancellationToken.ThrowIfCancellationRequested, TestContext.Current.CancellationToken);

        using var response = await api.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain("it died", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_is_not_built_is_not_ready()
    {
        await using var api = new ApiApplication(services => services.AddSingleton<BoardReader, UnbuiltBoard>());

        using var response = await api.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private sealed class DyingTask : BackgroundService
    {
        public TaskCompletionSource Death { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Death.Task.WaitAsync(stoppingToken);
    }

    private sealed class UnbuiltBoard : BoardReader
    {
        public override bool IsReady => false;

        public override Task<BoardAnswer> ReadAsync(BoardFilter filter, CancellationToken cancellationToken) => throw new TimeoutException("not built");
    }
}
