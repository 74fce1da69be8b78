using Bunit;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Pages;

namespace Traceboard.Tests.Web.Pages;

public sealed class ServiceTests : IAsyncDisposable
{
    private readonly PagesContext _pages = new();

    [Fact]
    public void The_first_line_says_what_runs_in_the_last_environment_and_how_the_others_stand() => Assert.Equal(
        $"checkout runs {Sha("Show tax per line")}, “Show tax per line” by João Melo, in production, deployed 5 d ago. In staging it is moving to {Sha("Retry card authorisation on timeout")}. In development it runs {Sha("Retry card authorisation on timeout")}.",
        Sentence(Open("checkout")));

    [Fact]
    public void A_ghost_is_called_one_in_the_first_line() => Assert.StartsWith(
        "Nobody can say which commit mailer runs in production: moving tag.", Sentence(Open("mailer")), StringComparison.Ordinal);

    [Fact]
    public void The_last_environment_comes_first() =>
        Assert.Equal("production,staging,development", string.Join(',', Open("checkout").FindAll(".card h2").Select(PagesContext.TextOf)));

    [Fact]
    public void A_build_names_author_merge_request_and_merger()
    {
        var card = PagesContext.TextOf(Open("cart").FindAll(".card")[0]);

        Assert.Contains("Li Wei", card, StringComparison.Ordinal);
        Assert.Contains("merged by João Melo", card, StringComparison.Ordinal);
        Assert.Contains("from shop/checkout on gitlab", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_leave_without_telling_where_from()
    {
        var links = Open("cart").FindAll("a[target=_blank]");

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Equal("noopener noreferrer", link.GetAttribute("rel")));
        Assert.All(links, link => Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void An_untraceable_image_shows_its_reason_what_was_tried_and_a_line_to_paste()
    {
        var card = Open("media-resizer").FindAll(".card")[1];

        Assert.Contains("No mapping rule matches quay.io/acme/resizer.", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.Equal("{ \"Image\": \"quay.io/acme/{repo}\", \"Repository\": \"github:acme/{repo}\" }", card.QuerySelector(".mend button")!.GetAttribute("data-copy"));
        Assert.Contains("How to mend it. Add a mapping rule that names the repository.", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.False(card.QuerySelector(".mend details")!.HasAttribute("open"));
        Assert.True(card.QuerySelector(".build > details")!.HasAttribute("open"));
    }

    [Fact]
    public void What_the_days_of_a_drift_count_stands_in_a_sentence() => Assert.Contains(
        "; the two were committed 3 d apart.", PagesContext.TextOf(Open("fraud-check").FindAll(".card")[0]), StringComparison.Ordinal);

    [Fact]
    public void Pods_that_are_not_ready_come_first_with_their_reason()
    {
        var pods = Open("fraud-check").FindAll(".card")[1].QuerySelectorAll("tbody tr");

        Assert.Contains("ImagePullBackOff", PagesContext.TextOf(pods[0]), StringComparison.Ordinal);
        Assert.Contains("on no node yet", PagesContext.TextOf(pods[0]), StringComparison.Ordinal);
        Assert.Contains("ready", PagesContext.TextOf(pods[2]), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_pods_are_folded_until_asked_for()
    {
        var page = Open("gateway");
        Assert.Equal(8, page.FindAll(".card")[0].QuerySelectorAll("tbody tr").Length);

        page.Find("button.more").Click();

        Assert.Equal(12, page.FindAll(".card")[0].QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public void The_history_is_read_page_by_page()
    {
        var page = Open("checkout");
        Assert.Equal(25, page.FindAll("article").Count);

        page.Find(".btn").Click();

        Assert.Equal(40, page.FindAll("article").Count);
        Assert.DoesNotContain("Show older", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_marks_rollbacks_removals_and_what_was_reconstructed()
    {
        var page = Open("checkout");
        page.Find(".btn").Click();
        var entries = page.FindAll("article").Select(PagesContext.TextOf).ToList();

        Assert.StartsWith("rollback in", entries[2][entries[2].IndexOf("rollback", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("nothing runs any more", entries[6], StringComparison.Ordinal);
        Assert.Contains("reconstructed", entries[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_service_says_what_to_do()
    {
        var page = Open("no-such-thing");

        Assert.Equal("No service of this name is known", page.Find(".empty h2").TextContent);
        Assert.Equal("?q=no-such-thing", page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_page_that_is_left_no_longer_listens()
    {
        var page = Open("checkout");
        await _pages.UntilAsync(() => _pages.Answers.Changes.Subscribers == 1);

        await _pages.DisposeComponentsAsync();

        Assert.Equal(0, _pages.Answers.Changes.Subscribers);
    }

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private static string Sha(string title) => SampleBoard.Sha(title)[..7];

    private static string Sentence(IRenderedComponent<Service> page) =>
        PagesContext.TextOf(page.Find(".say")).Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);

    private IRenderedComponent<Service> Open(string name) => _pages.Render<Service>(page => page.Add(service => service.Name, name));
}
