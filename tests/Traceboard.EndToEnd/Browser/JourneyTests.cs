using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Traceboard.EndToEnd.Browser;

public sealed class JourneyTests(DemoInBrowser demo)
{
    public static TheoryData<string, string, int, bool> EveryPage()
    {
        var data = new TheoryData<string, string, int, bool>();
        foreach (var (name, path) in new[] { ("board", "/"), ("service", "/services/checkout"), ("status", "/status"), ("not-found", "/no-such-page") })
        {
            foreach (var width in new[] { 1440, 390 })
            {
                data.Add(name, path, width, false);
                data.Add(name, path, width, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task A_page_is_accessible_fits_and_asks_nobody_else(string name, string path, int width, bool dark)
    {
        await using var window = await demo.OpenAsync(path, width, dark);
        await Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".frame[data-interactive]")).ToBeAttachedAsync(new LocatorAssertionsToBeAttachedOptions { Timeout = 30_000 });
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
        await Expect(window.Page.Locator(".frame[data-interactive]")).ToBeAttachedAsync(new LocatorAssertionsToBeAttachedOptions { Timeout = 30_000 });
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("checkout");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveURLAsync(new Uri(demo.Address, "?q=checkout").ToString());

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "checkout" }).First.ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(new Uri(demo.Address, "services/checkout").ToString());
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("checkout");
    }
}
