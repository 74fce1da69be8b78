using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Traceboard.EndToEnd.Browser;

public sealed class BoardJourneyTests(DemoInBrowser demo)
{
    /// <summary>A cell that was drawn anew in this very document and tells of a deployment that began after it was opened.</summary>
    private const string NewDeployment =
        """
        () => [...document.querySelectorAll("td.changed-a, td.changed-b")]
          .filter(cell => Date.parse(cell.querySelector(".who time")?.dateTime) >= window.opened)
          .map(cell => cell.parentElement.querySelector("th a").textContent)[0]
        """;

    [Fact]
    public async Task A_deployment_in_a_cluster_changes_the_open_page_and_is_announced()
    {
        await using var window = await OpenBoardAsync("/");
        await window.Page.EvaluateAsync(
            """
            () => {
              window.opened = Math.floor(Date.now() / 1000) * 1000;
              window.shift = 0;
              new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: "layout-shift" });
            }
            """);

        var service = await (await window.Page.WaitForFunctionAsync(NewDeployment, null, new PageWaitForFunctionOptions { Timeout = 60_000 })).JsonValueAsync<string>();

        var said = await window.Page.GetByTestId("live").TextContentAsync() ?? "";
        Assert.Matches(" now runs | cells of the board changed|: .+\\.$|no longer runs", said);
        var told = await (await window.Page.Context.APIRequest.GetAsync(window.AddressOf($"/api/v1/deployments?since=1h&service={service}"))).TextAsync();
        Assert.Contains($"\"service\":\"{service}\"", told, StringComparison.Ordinal);
        Assert.True(await window.Page.EvaluateAsync<double>("() => window.shift") < 0.1, "the page jumps while it is live");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Filters_are_in_the_address_and_survive_a_reload_and_the_way_back()
    {
        await using var window = await OpenBoardAsync("/");
        var rows = window.Page.Locator("tbody tr");
        var all = await rows.CountAsync();

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Only untraceable", Exact = true }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(window.AddressOf("/?only=untraceable"));
        await Expect(rows.Filter(new LocatorFilterOptions { HasNot = window.Page.Locator("td.ghost") })).ToHaveCountAsync(0);
        var ghosts = await rows.CountAsync();
        Assert.InRange(ghosts, 1, all - 1);

        await window.Page.GetByLabel("Team").SelectOptionAsync("growth");
        await Expect(window.Page).ToHaveURLAsync(window.AddressOf("/?team=growth&only=untraceable"));
        await Expect(window.Page.Locator("tbody tr .team").Filter(new LocatorFilterOptions { HasNotText = "growth" })).ToHaveCountAsync(0);

        await window.Page.ReloadAsync();
        await window.BecomeInteractiveAsync();
        await Expect(window.Page.GetByLabel("Team")).ToHaveValueAsync("growth");
        await Expect(window.Page.Locator(".chip[aria-current]")).ToHaveTextAsync("Only untraceable");

        await window.Page.GoBackAsync();
        await Expect(window.Page.GetByLabel("Team")).ToHaveValueAsync("");
        await Expect(window.Page).ToHaveURLAsync(window.AddressOf("/?only=untraceable"));
        await window.Page.GoBackAsync();
        await Expect(window.Page).ToHaveURLAsync(window.AddressOf("/"));
        await Expect(window.Page.Locator("tbody tr:not(:has(td.ghost))").First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_full_SHA_is_one_click_away_and_the_click_is_told()
    {
        await using var window = await OpenBoardAsync("/?q=checkout");
        await window.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var cell = window.Page.Locator("td[data-env=production]").First;
        await cell.HoverAsync();

        await cell.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(window.Page.Locator("#copied")).ToHaveTextAsync("Copied.");
        var copied = await window.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.Matches("^[0-9a-f]{40}$", copied);
        Assert.StartsWith(await cell.Locator(".sha").TextContentAsync() ?? "?", copied, StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_everything()
    {
        await using var window = await OpenBoardAsync("/");
        var keys = window.Page.Keyboard;

        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(window.Page.Locator("main .tile").First).ToBeFocusedAsync();
        Assert.NotEqual("none", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));

        await window.Page.Locator(".skip").FocusAsync();
        await Expect(window.Page.Locator(".skip")).ToBeInViewportAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Tab");
        await Expect(window.Page.Locator("main .tile").First).ToBeFocusedAsync();

        await keys.PressAsync("Control+k");
        await Expect(window.Page.Locator("#search")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(window.Page.Locator("#search")).Not.ToBeFocusedAsync();

        var row = window.Page.Locator("tbody tr", new PageLocatorOptions { Has = window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "checkout", Exact = true }) });
        await row.Locator("a.service").FocusAsync();
        await keys.PressAsync("ArrowRight");
        await Expect(row.Locator("td").Nth(0).Locator("a")).ToBeFocusedAsync();
        await keys.PressAsync("End");
        await Expect(row.Locator("td[data-env=production] a")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("Enter");

        await Expect(window.Page).ToHaveURLAsync(window.AddressOf("/services/checkout#production"));
        await Expect(window.Page.Locator("#production")).ToBeInViewportAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task On_a_phone_the_pages_are_at_the_thumb_and_targets_are_big_enough()
    {
        await using var window = await OpenBoardAsync("/", width: 390);
        var page = window.Page;

        var small = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll(".nav a, .bar a, .bar button, .tile, .chip, select, .service, td .one a")]
              .filter(target => target.checkVisibility() && target.getBoundingClientRect().height < (target.matches(".service") ? 32 : 40))
              .map(target => `${target.className} ${target.textContent.trim()} ${target.getBoundingClientRect().height}`)
            """);
        Assert.Empty(small);

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Status", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(window.AddressOf("/status"));
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("live");
        Assert.True(await page.EvaluateAsync<bool>("() => Math.abs(document.querySelector('.nav').getBoundingClientRect().bottom - innerHeight) < 1"), "the navigation is not at the bottom");
        Assert.Empty(window.Complaints);
    }

    private async Task<Window> OpenBoardAsync(string path, int width = 1440)
    {
        var window = await demo.OpenAsync(path, width);
        await window.BecomeInteractiveAsync();
        await Expect(window.Page.Locator("tbody tr").First).ToBeVisibleAsync();
        return window;
    }
}
