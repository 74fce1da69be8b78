using Bunit;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Pages;

namespace Traceboard.Tests.Web.Pages;

public sealed class UntraceableTests : IAsyncDisposable
{
    private readonly PagesContext _pages = new();

    [Fact]
    public void The_share_and_what_is_left_to_mend_are_said_first() => Assert.Equal(
        "75 % of pods are traced to a commit. 3 images are not: 2 moving tag and 1 no mapping rule.",
        PagesContext.TextOf(_pages.Open<Untraceable>("untraceable").Find("[data-testid=sentence]")));

    [Fact]
    public void Each_image_says_where_it_runs_why_it_is_not_traced_and_how_to_mend_it()
    {
        var image = _pages.Open<Untraceable>("untraceable").FindAll("section.card li")[0];

        var text = PagesContext.TextOf(image);
        Assert.Contains("registry.example.com/shop/mailer:latest", text, StringComparison.Ordinal);
        Assert.Contains("4 pods of \u2068mailer\u2069 in \u2068production\u2069, team \u2068growth\u2069.", text, StringComparison.Ordinal);
        Assert.Contains("nobody can tell which commit runs", text, StringComparison.Ordinal);
        Assert.Equal("docker build --tag \"x:$sha\" .", image.QuerySelector("pre")!.TextContent);
        Assert.Contains(image.QuerySelectorAll("[data-copy]"), button => button.GetAttribute("data-copy") == "docker build --tag \"x:$sha\" .");
    }

    [Fact]
    public void Images_of_someone_else_come_last_and_ask_for_nothing()
    {
        var card = _pages.Open<Untraceable>("untraceable").FindAll(".sides > div > section.card")[^1];

        Assert.Contains("They count against nobody.", PagesContext.TextOf(card), StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll("details"));
    }

    [Fact]
    public void The_address_narrows_it_to_a_team()
    {
        var page = _pages.Open<Untraceable>("untraceable?team=logistics");

        Assert.Contains("registry.example.com/erp/bridge:1a2b3c4", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("mailer:latest", page.Markup, StringComparison.Ordinal);
        Assert.Equal("untraceable", page.FindAll("a.link").First(link => link.TextContent == "Show all").GetAttribute("href"));
    }

    [Fact]
    public void Shares_tell_today_and_a_month_ago_and_the_chart_says_it_in_words()
    {
        var page = _pages.Open<Untraceable>("untraceable");

        Assert.Contains("81 %50 % a month ago", PagesContext.TextOf(page.FindAll("aside tr").Single(row => row.QuerySelector("th")!.TextContent.Contains("shop", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Equal("Traceable share by day: 50 % on 1 Nov, 75 % on 23 Nov.", page.Find("svg[role=img]").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_fleet_without_a_ghost_is_told_so()
    {
        _pages.Answers.Untraceable = _pages.Answers.Untraceable with { TracedPods = 40, Groups = [] };

        var page = _pages.Open<Untraceable>("untraceable");

        Assert.Equal("100 % of pods are traced to a commit. Nothing is left to mend.", page.Find("[data-testid=sentence]").TextContent);
        Assert.Contains("Every image is traced", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_follows_what_happens_and_keeps_its_picture_through_a_fault()
    {
        var page = _pages.Open<Untraceable>("untraceable");
        _pages.Answers.Failure = new InvalidOperationException("gone");
        _pages.Answers.Changes.Tell();
        await _pages.UntilAsync(() => page.FindAll(".trouble").Count == 1);
        Assert.Contains("mailer:latest", page.Markup, StringComparison.Ordinal);

        _pages.Answers.Failure = null;
        _pages.Answers.Untraceable = _pages.Answers.Untraceable with { TracedPods = 40, Groups = [] };
        _pages.Answers.Changes.Tell();
        await _pages.UntilAsync(() => page.FindAll(".trouble").Count == 0 && page.Markup.Contains("Nothing is left to mend", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await _pages.DisposeAsync();
}
