using Traceboard.Answers;
using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Tests.Answers.Explain;

public sealed class TraceExplainerTests : IAsyncDisposable
{
    private const string Image = "ghcr.io/acme/cart:sha-2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private readonly RecordedWorld _world = new();

    [Fact]
    public async Task An_image_is_explained_from_its_reference_to_the_verdict_and_its_host_is_asked_once()
    {
        _world.Github.Answer = question => ScriptedGitHost.Found(question, "Add vouchers");

        var first = await ExplainAsync(Image);
        var second = await ExplainAsync(Image);

        Assert.Equal(["reference", "tag", "rule", "question", "answer", "verdict"], first.Steps.Select(step => step.Name), StringComparer.Ordinal);
        Assert.StartsWith("Asked github now. Yes:", first.Steps[4].Outcome, StringComparison.Ordinal);
        Assert.StartsWith("Remembered: Yes:", second.Steps[4].Outcome, StringComparison.Ordinal);
        Assert.Equal(("Traced", "Add vouchers"), (second.Trace.Status, second.Trace.Commit!.Title));
        Assert.Single(_world.Github.Asked);
    }

    [Fact]
    public async Task What_the_host_said_of_a_running_image_changes_the_board_without_asking_again()
    {
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), Image);
        Assert.Equal("Pending", (await _world.CellAsync("cart", "prod")).Builds[0].Trace.Status);
        _world.Github.Answer = question => ScriptedGitHost.Found(question);

        await ExplainAsync(Image);
        await _world.CommitAsync();

        Assert.Equal("Traced", (await _world.CellAsync("cart", "prod")).Builds[0].Trace.Status);
    }

    [Fact]
    public async Task A_failure_is_told_and_not_remembered()
    {
        _world.Github.Answer = _ => new CommitAnswer.Failed("time-out after 10 s", RetryAfter: null);

        var explanation = await ExplainAsync(Image);

        Assert.Contains("time-out after 10 s", explanation.Steps[4].Outcome, StringComparison.Ordinal);
        Assert.Equal("Pending", explanation.Trace.Status);
        Assert.Empty(_world.Database.Questions);
    }

    [Fact]
    public async Task An_invented_image_that_does_not_exist_adds_nothing_to_the_queue()
    {
        var explanation = await ExplainAsync(Image);

        Assert.Equal("NotFound", explanation.Trace.Status);
        Assert.Empty(_world.Database.Questions);
    }

    [Fact]
    public async Task The_missing_commit_of_an_image_that_runs_is_remembered()
    {
        _world.Run(_world.Workload(_world.Cluster("prod"), "cart"), Image);

        await ExplainAsync(Image);
        await ExplainAsync(Image);

        Assert.Equal(QuestionState.NotFound, Assert.Single(_world.Database.Questions).State);
        Assert.Single(_world.Github.Asked);
    }

    [Fact]
    public async Task Many_invented_images_do_not_use_up_what_the_host_allows()
    {
        for (var index = 0; index < 40; index++)
            await ExplainAsync($"ghcr.io/acme/cart:sha-{index:x40}");

        Assert.Equal(30, _world.Github.Asked.Count);
        Assert.Contains("try again in a minute", (await ExplainAsync(Image)).Steps[4].Outcome, StringComparison.Ordinal);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await ExplainAsync(Image);
        Assert.Equal(31, _world.Github.Asked.Count);
    }

    [Theory]
    [InlineData("ghcr.io/acme/cart:latest", "Moving")]
    [InlineData("ghcr.io/acme/cart:1.2.3", "NoRevision")]
    [InlineData("registry.example.com/cart:sha-2222222bbbbbbb2222222bbbbbbb2222222bbbbb", "Unmapped")]
    [InlineData("not an image", "NoRevision")]
    public async Task What_needs_no_question_asks_nobody(string image, string status)
    {
        var explanation = await ExplainAsync(image);

        Assert.Equal(status, explanation.Trace.Status);
        Assert.NotNull(explanation.Trace.Reason);
        Assert.Equal("verdict", explanation.Steps[^1].Name);
        Assert.Empty(_world.Github.Asked);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private Task<TraceExplanation> ExplainAsync(string image) =>
        _world.Get<TraceExplainer>().ExplainAsync(image, TestContext.Current.CancellationToken);
}
