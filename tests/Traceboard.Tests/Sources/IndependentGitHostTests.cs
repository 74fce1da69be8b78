using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Sources;

namespace Traceboard.Tests.Sources;

/// <summary>
/// Against a Git host that somebody else wrote, named by the environment: <c>TRACEBOARD_TEST_GITHOST_URL</c>, <c>…_TOKEN</c>,
/// <c>…_GITHUB</c> and <c>…_GITLAB</c> (one repository on each) and <c>…_SHAS</c> (full SHAs of its default branch, by commas).
/// </summary>
public sealed class IndependentGitHostTests
{
    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    public async Task Commits_are_found_by_full_and_by_short_sha_in_few_calls(string kind)
    {
        var url = Told("URL");
        Assert.SkipWhen(url is null, "TRACEBOARD_TEST_GITHOST_URL names no Git host.");
        var path = Told(kind.ToUpperInvariant());
        var shas = Told("SHAS")!.Split(',');
        await using var services = new ServiceCollection().AddLogging().AddGitHosts(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GitHosts:0:Name"] = "host",
            ["GitHosts:0:Kind"] = kind,
            ["GitHosts:0:Url"] = url,
            ["GitHosts:0:Token"] = Told("TOKEN"),
        }).Build()).BuildServiceProvider();
        var host = services.GetRequiredService<Traceboard.Sources.GitHosts>().Find("host")!;

        var answers = await host.FindCommitsAsync([.. shas.Concat(shas.Select(sha => sha[..12])).Select(sha => new CommitQuestion(path!, sha))], TestContext.Current.CancellationToken);
        var unknown = await host.FindCommitsAsync([new CommitQuestion(path!, new string('0', 40)), new CommitQuestion(path!, "0000000000"), new CommitQuestion("nobody/nothing", shas[0])], TestContext.Current.CancellationToken);

        for (var place = 0; place < answers.Count; place++)
        {
            var commit = Assert.IsType<CommitAnswer.Found>(answers[place]).Commit;
            Assert.Equal(shas[place % shas.Length], commit.Revision.Sha.Value);
            Assert.True(commit.MergeRequestStatus is MergeRequestStatus.Merged or MergeRequestStatus.None, commit.ToString());
        }

        Assert.IsType<CommitAnswer.NotFound>(unknown[0]);
        Assert.IsType<CommitAnswer.NotFound>(unknown[1]);
        Assert.IsType<CommitAnswer.RepositoryMissing>(unknown[2]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {answers.Count} questions and 3 unknown: {host.State.Calls} calls");
        Assert.InRange(host.State.Calls, 1, kind == "GitHub" ? 6 : (2 * answers.Count) + 6);
    }

    private static string? Told(string name) => Environment.GetEnvironmentVariable("TRACEBOARD_TEST_GITHOST_" + name);
}
