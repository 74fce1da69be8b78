using Traceboard.Sources;
using Traceboard.Sources.Tracing;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Tracing;

/// <summary>Generated images against Git hosts over HTTP: whatever lies in the repository, nobody but the true author of the true commit is named.</summary>
public sealed class HostAttributionTests
{
    private const int Cases = 700;
    private const int MostCalls = 8;

    private static readonly MappedTracer Tracer = MappedTracer.From(new SourcesOptions
    {
        GitHosts = { new GitHostOptions { Name = "host", Kind = "GitLab", Url = "https://git.example.com" } },
        Sources = { new SourceRuleOptions { Image = "registry.example.com/{repo}", Repository = "host:acme/{repo}" } },
    });

    [Theory]
    [InlineData("GitHub by GraphQL", true)]
    [InlineData("GitHub by REST", false)]
    [InlineData("GitLab", true)]
    public async Task Nobody_but_the_true_author_of_the_true_commit_is_named(string host, bool token)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var world = await GitHostWorld.StartAsync(time => host is "GitLab" ? new FakeGitLabHost(time) : new FakeGitHubHost(time), token);
        var random = new Random(host.Length * 7919);
        var (traced, traceable) = (0, 0);
        for (var n = 0; n < Cases; n++)
        {
            var built = AttributionCase.Generate(random, n, world.Server);
            world.Server.Forget();
            world.Time.Advance(TimeSpan.FromSeconds(2));
            var trace = await TraceAsync(world, $"registry.example.com/r{n}:{built.Tag}", cancellation);

            traceable += built.IsTraceable ? 1 : 0;
            Assert.True(world.Server.Requests.Count <= MostCalls, $"{built}: {world.Server.Requests.Count} calls");
            Assert.False(trace.Status is TraceStatus.Pending, $"{built}: {trace.Reason}");
            if (trace.Commit is not { } commit)
                continue;

            traced++;
            Assert.True(built.IsTraceable, $"{built} was traced to {commit.Revision}");
            Assert.Equal(new Revision(new Repository("host", built.Path), new CommitSha(built.Sha!)), commit.Revision);
            Assert.Equal(built.Author, commit.Author.Name);
            Assert.True(commit.Author.Login is null || commit.Author.Login == built.Login, $"{built}: {commit.Author}");
            Assert.Equal((built.Merged, built.Number), (commit.MergeRequestStatus, commit.MergeRequest?.Number));
            Assert.NotEqual("mallory", commit.MergeRequest?.Author?.Login);
        }

        Assert.True(traced == traceable, $"{traced} of {traceable} were traced");
    }

    private static async Task<Trace> TraceAsync(GitHostWorld world, string image, CancellationToken cancellation)
    {
        var plan = Tracer.Plan(image);
        var known = new Dictionary<TraceQuestion, CommitAnswer>();
        while (plan.NextQuestion(known.GetValueOrDefault) is { } due && !known.ContainsKey(due))
            known[due] = (await world.Host.FindAsync([new CommitQuestion(due.Repository.Path, due.Candidate)], cancellation))[0];
        return Tracer.Conclude(plan, known.GetValueOrDefault, 1, null);
    }
}
