using Bunit;
using Traceboard.Clusters;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Layout;

namespace Traceboard.Tests.Web.Layout;

public sealed class FreshnessPillTests
{
    [Fact]
    public async Task All_clusters_live_reads_live_with_the_oldest_proof()
    {
        await using var pages = new PagesContext();
        pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon);

        var pill = pages.Open<FreshnessPill>().Find(".pill");

        Assert.Equal("Live 3 clusters, 2 s ago", PagesContext.TextOf(pill));
        Assert.Equal("2026-11-23T11:59:58Z", pill.GetAttribute("data-as-of"));
        Assert.Equal("2026-11-23T12:00:00Z", pill.GetAttribute("data-now"));
    }

    [Fact]
    public async Task One_stale_cluster_speaks_for_all()
    {
        await using var pages = new PagesContext();

        var pill = pages.Open<FreshnessPill>().Find(".pill");

        Assert.Equal("Stale 1 of 3 clusters, 7 min ago", PagesContext.TextOf(pill));
    }

    [Fact]
    public void A_cluster_never_reached_has_no_age_to_show()
    {
        ClusterState never = new() { Name = "prod", Freshness = Freshness.Unreachable };

        var words = FreshnessWords.Of([never], PagesContext.Noon);

        Assert.Equal(("No contact", "1 of 1 cluster", (DateTimeOffset?)null), (words.Word, words.Clusters, words.AsOf));
    }

    [Fact]
    public void No_cluster_at_all_is_not_called_live() =>
        Assert.Equal(Freshness.Unreachable, FreshnessWords.Of([], PagesContext.Noon).Freshness);

    [Fact]
    public async Task It_tells_the_new_proof_within_five_seconds()
    {
        await using var pages = new PagesContext();
        pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon);
        var pill = pages.Open<FreshnessPill>();

        pages.Answers.Status = SampleStatus.WellAt(PagesContext.Noon.AddSeconds(5));
        await pages.UntilAsync(() => pill.Find(".pill").GetAttribute("data-as-of") == "2026-11-23T12:00:03Z");
    }

    [Theory]
    [InlineData("", "Board")]
    [InlineData("?q=x", "Board")]
    [InlineData("services/checkout", "Board")]
    [InlineData("status", "Status")]
    public async Task The_navigation_knows_where_the_viewer_is(string address, string word)
    {
        await using var pages = new PagesContext();

        var navigation = pages.Open<Navigation>(address);

        Assert.Equal(word, PagesContext.TextOf(navigation.Find("[aria-current=page]")));
    }
}
