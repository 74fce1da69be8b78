using Bunit;
using Traceboard.Clusters;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Pages;

namespace Traceboard.Tests.Web.Pages;

public sealed class StatusTests : IAsyncDisposable
{
    private readonly PagesContext _pages = new();

    [Fact]
    public void All_well_is_said_first()
    {
        _pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon);

        Assert.Equal("All 3 clusters are live. The Git host answers.", Sentence());
    }

    [Fact]
    public void A_Git_host_that_was_not_asked_yet_is_not_said_to_answer()
    {
        var well = SampleStatus.WellAt(PagesContext.Noon);
        _pages.Answers.Status = well with { GitHosts = [well.GitHosts[0] with { LastSuccessAt = null }] };

        Assert.Equal("All 3 clusters are live. github was not asked yet.", Sentence());
    }

    [Fact]
    public void What_is_wrong_is_said_first() => Assert.Equal(
        "2 of 3 clusters are live; prod-us is stale. gitlab is not asked for a while; what is known stays, what is new waits. registry.example.com does not answer as it should.", Sentence());

    [Fact]
    public void Without_a_cluster_it_says_where_to_name_one()
    {
        _pages.Answers.Status = _pages.Answers.Status with { Clusters = [] };

        Assert.Contains("Traceboard:Clusters", _pages.Open<Status>().Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sick_cluster_shows_its_problem_with_the_remedy_and_its_watches()
    {
        var card = _pages.Open<Status>().FindAll(".card").Single(card => card.QuerySelector("h3")?.TextContent == "prod-us");

        Assert.Contains("Check the API server and the network policy", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.Contains("grant get, list and watch", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.True(card.QuerySelector("details")!.HasAttribute("open"));
    }

    [Fact]
    public void A_missing_ClusterRole_is_one_fault_and_each_watch_says_its_part_once()
    {
        string[] kinds = ["pods", "replicasets", "deployments", "jobs"];
        string Error(string kind) => $"https://api forbids 'list' on {kind} (403): grant the verb 'list' on {kind} in a ClusterRole.";
        _pages.Answers.Status = _pages.Answers.Status with
        {
            Clusters =
            [
                new ClusterState
                {
                    Name = "prod-us",
                    Freshness = Freshness.Unreachable,
                    Problems = ["Its identity is not known.", .. kinds.Select(kind => $"{Error(kind)} Until then something is unknown.")],
                    Watches = [.. kinds.Select(kind => new WatchState(kind, "forbidden", null, 0, Error(kind)))],
                },
            ],
        };

        var card = _pages.Open<Status>().FindAll(".card").Single(card => card.QuerySelector("h3")?.TextContent == "prod-us");

        Assert.Equal(
            ["Its identity is not known.", "4 of 4 kinds of objects cannot be read. Each of the watches below says why and what to do."],
            card.QuerySelectorAll(".problem").Select(problem => problem.TextContent));
        Assert.Equal(kinds.Select(kind => $"{Error(kind)} Until then something is unknown."), card.QuerySelectorAll("li .error").Select(error => error.TextContent));
    }

    [Fact]
    public void A_Git_host_shows_its_budget_and_when_it_is_asked_again()
    {
        var card = _pages.Open<Status>().FindAll(".card").Single(card => card.QuerySelector("h3")?.TextContent == "gitlab");

        Assert.Contains("0 of 500 left until", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.Contains("429 Too Many Requests; asked again at", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.Contains("only public repositories", PagesContext.TextOf(card), StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_shows_what_it_grants_and_what_is_wrong()
    {
        var cards = _pages.Open<Status>().FindAll(".card").ToDictionary(card => card.QuerySelector("h3")?.TextContent ?? card.TextContent, PagesContext.TextOf, StringComparer.Ordinal);

        Assert.Contains("76 of 100 left", cards["docker.io"], StringComparison.Ordinal);
        Assert.Contains("only public images", cards["docker.io"], StringComparison.Ordinal);
        Assert.Contains("Correct Traceboard:Registries:1:UserName", cards["registry.example.com"], StringComparison.Ordinal);
        Assert.DoesNotContain("asked again", cards["registry.example.com"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_repository_that_is_another_one_than_before_is_an_alarm_with_its_mend()
    {
        _pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon) with { RepositoryAlarms = [new("github:acme/shop", 42, 4711, PagesContext.Noon, "Add { \"Repository\": \"github:acme/shop\", \"Id\": 4711 } under Traceboard:Repositories.")] };

        var alarm = PagesContext.TextOf(_pages.Open<Status>().Find(".trouble"));

        Assert.Contains("github:acme/shop is another repository than before", alarm, StringComparison.Ordinal);
        Assert.Contains("4711", alarm, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_follows_what_happens()
    {
        var page = _pages.Open<Status>();

        _pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon);
        await _pages.UntilAsync(() => page.Find(".say").TextContent.StartsWith("All 3 clusters are live.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_live_cluster_is_no_plural()
    {
        _pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon);
        _pages.Answers.Status = _pages.Answers.Status with { Clusters = [_pages.Answers.Status.Clusters[0] with { Freshness = Freshness.Live }] };

        Assert.StartsWith("The cluster is live.", Sentence(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private string Sentence() => _pages.Open<Status>().Find("[data-testid=sentence]").TextContent;
}
