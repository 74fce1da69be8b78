using Microsoft.EntityFrameworkCore;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;

namespace Traceboard.Tests.History;

/// <content>Repositories by number: a name may be given to another one.</content>
public sealed partial class QuestionQueueTests
{
    private const string First = "git/acme/shop:1111111";
    private const string Second = "git/acme/shop:2222222";
    private const string Third = "git/acme/shop:3333333";

    [Fact]
    public async Task A_repository_that_keeps_its_number_is_the_same_whatever_it_is_called()
    {
        await using var world = await World.CreateAsync();
        world.Git.Answer = question => Numbered(world, question, 42);
        await world.SeeAsync(First, "git/acme/renamed:2222222");
        await world.StartAsync();

        await world.TraceOfAsync(First, trace => trace.Status == TraceStatus.Traced);
        await world.TraceOfAsync("git/acme/renamed:2222222", trace => trace.Status == TraceStatus.Traced);
        await using var context = world.Database.CreateDbContext();
        Assert.Equal([42, 42], await context.Repositories.Select(repository => repository.Number).ToListAsync(Token));
        Assert.All(context.Repositories, repository => Assert.Null(repository.OtherNumber));
    }

    [Fact]
    public async Task Another_repository_at_a_known_name_counts_for_nothing_until_it_is_confirmed()
    {
        await using var world = await World.CreateAsync();
        var number = 42L;
        world.Git.Answer = question => Numbered(world, question, number);
        await world.SeeAsync(First);
        await world.StartAsync();
        await world.TraceOfAsync(First, trace => trace.Status == TraceStatus.Traced);

        number = 4711;
        await world.SeeAsync(Second);
        await WaitForStateAsync(world, "2222222", QuestionState.OtherRepository);
        Assert.Equal(TraceStatus.Traced, (await world.TraceOfAsync(First, _ => true)).Status);
        Assert.NotEqual(TraceStatus.Traced, (await world.TraceOfAsync(Second, _ => true)).Status);
        await using (var context = world.Database.CreateDbContext())
        {
            var repository = await context.Repositories.SingleAsync(Token);
            Assert.Equal((42, 4711L), (repository.Number, repository.OtherNumber));
            var detail = (await context.Questions.SingleAsync(question => question.Candidate == "2222222", Token)).Detail!;
            Assert.Contains("git:acme/shop is another repository than the one first met there", detail);
            Assert.Contains("""{ "Repository": "git:acme/shop", "Id": 4711 } under Traceboard:Repositories""", detail);
            Assert.DoesNotContain(context.Commits, commit => commit.Sha.StartsWith("2222222", StringComparison.Ordinal));
        }

        world.Recorder.Tracer.Confirm(new ConfirmedRepository(new Repository("git", "acme/shop"), 4711));
        foreach (var change in await new QuestionSweep(world.Database, world.Recorder.Ledger, world.Recorder.Planter, world.Recorder.Numbers).RunAsync(tellAll: true, Token))
            world.Recorder.Changes.OnCommitted(change);
        await world.TraceOfAsync(Second, trace => trace.Status == TraceStatus.Traced);
        Assert.Equal(TraceStatus.Traced, (await world.TraceOfAsync(First, _ => true)).Status);
        await world.SeeAsync(Third);
        await world.TraceOfAsync(Third, trace => trace.Status == TraceStatus.Traced);
        await using var after = world.Database.CreateDbContext();
        Assert.Equal((4711, null), await after.Repositories.Select(repository => ValueTuple.Create(repository.Number, repository.OtherNumber)).SingleAsync(Token));
    }

    [Fact]
    public async Task A_looked_at_image_is_asked_for_before_a_thousand_others()
    {
        await using var world = await World.CreateAsync(batchSize: 1);
        var gate = new TaskCompletionSource();
        world.Git.Gate = gate.Task;
        await world.SeeAsync([First, .. Enumerable.Range(0, 1000).Select(number => $"git/acme/s{number}:{number:d4}aaaa")]);
        await world.TraceOfAsync(First, trace => trace.Status == TraceStatus.Pending);
        await world.StartAsync();
        for (var asked = 0; asked < 4; asked++)
            await world.Git.NextQuestionAsync(Token);

        world.Attention!.LookAt([First]);
        gate.SetResult();

        Assert.Equal("1111111", (await world.Git.NextQuestionAsync(Token)).Candidate);
    }

    private static CommitAnswer.Found Numbered(World world, CommitQuestion question, long number)
    {
        var found = world.Git.Found(question);
        return new CommitAnswer.Found(found.Commit with { RepositoryId = number });
    }

    private static async Task WaitForStateAsync(World world, string candidate, QuestionState state)
    {
        while (true)
        {
            await using var context = world.Database.CreateDbContext();
            if (await context.Questions.AnyAsync(question => question.Candidate == candidate && question.State == state, Token))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }
}
