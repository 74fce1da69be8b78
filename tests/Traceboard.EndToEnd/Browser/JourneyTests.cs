using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Traceboard.EndToEnd.Browser;

public sealed class JourneyTests(DemoInBrowser demo)
{
    public static TheoryData<string, string, int, bool> EveryPage()
    {
        var data = new TheoryData<string, string, int, bool>();
        foreach (var (name, path) in new[] { ("board", "/"), ("service", "/services/checkout"), ("untraceable", "/untraceable"), ("status", "/status"), ("not-found", "/no-such-page") })
        {
            foreach (var width in new[] { 1440, 390 })
            {
                data.Add(name, path, width, false);
                data.Add(name, path, width, true);
            }
        }

        data.Add("board-no-match", "/?q=nothing-has-this-name", 390, false);
        data.Add("board-untraceable", "/?only=untraceable", 1440, true);
        data.Add("service-untraceable", "/services/mailer", 390, true);
        data.Add("service-unknown", "/services/nothing-has-this-name", 1440, false);
        data.Add("board-narrow", "/", 360, false);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task A_page_is_accessible_fits_and_asks_nobody_else(string name, string path, int width, bool dark)
    {
        await using var window = await demo.OpenAsync(path, width, dark);
        await Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
        await window.BecomeInteractiveAsync();
        await window.ScreenshotAsync($"{name}-{width}-{(dark ? "dark" : "light")}");

        var axe = await window.Page.RunAxe();

        Assert.Empty(axe.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))})"));
        Assert.True(await window.SidewaysScrollAsync() <= 0, "the page scrolls sideways");
        Assert.DoesNotContain(window.Complaints, complaint => name != "not-found" || !complaint.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engineer_finds_a_service_and_its_commit()
    {
        await using var window = await demo.OpenAsync("/");
        await window.BecomeInteractiveAsync();

        // A page that has become interactive moves the focus to its heading, once.
        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("/");
        await Expect(window.Page.Locator("#search")).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync("checkout");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveURLAsync(new Uri(demo.Address, "?q=checkout").ToString());

        await window.Page.Locator("tbody").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "checkout", Exact = true }).ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(new Uri(demo.Address, "services/checkout").ToString());
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("checkout");
        await Expect(window.Page).ToHaveTitleAsync("checkout · Traceboard");
        Assert.Matches("^[0-9a-f]{7}$", await window.Page.Locator(".card a.sha").First.TextContentAsync() ?? "");
        Assert.Empty(window.Complaints);
    }
}
