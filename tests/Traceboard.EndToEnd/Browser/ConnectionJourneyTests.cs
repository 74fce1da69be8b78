using Microsoft.Playwright;
using Traceboard.EndToEnd.Processes;
using static Microsoft.Playwright.Assertions;

namespace Traceboard.EndToEnd.Browser;

public sealed class ConnectionJourneyTests(DemoInBrowser demo)
{
    [Fact]
    public async Task A_page_whose_server_goes_away_keeps_its_last_picture_says_so_and_comes_back_by_itself()
    {
        Assert.SkipUnless(demo.HasBrowser, DemoInBrowser.NoBrowser);
        Window? window = null;
        try
        {
            Uri address;
            await using (var first = TraceboardProcess.Start(["demo", "--urls=http://127.0.0.1:0"]))
            {
                address = await first.AddressAsync(TestContext.Current.CancellationToken);
                window = await demo.OpenAsync(address, "/?team=payments");
                await window.BecomeInteractiveAsync();
                await Expect(window.Page.Locator("tbody tr").First).ToBeVisibleAsync();
                Assert.DoesNotContain("Not connected", await window.Page.Locator("body").AriaSnapshotAsync(), StringComparison.Ordinal);
                await first.KillAsync();
            }

            await Expect(window.Page.GetByText("Not connected.")).ToBeVisibleAsync();
            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not connected.");
            await Expect(window.Page.Locator("[data-word]")).ToHaveTextAsync("Not connected");
            await Expect(window.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await window.ScreenshotAsync("not-connected");

            await using var second = TraceboardProcess.Start(["demo", $"--urls={address.GetLeftPart(UriPartial.Authority)}"]);
            await second.AddressAsync(TestContext.Current.CancellationToken);

            await Expect(window.Page.GetByText("Not connected.")).ToBeHiddenAsync();
            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
            await window.BecomeInteractiveAsync();
            await Expect(window.Page).ToHaveURLAsync(window.AddressOf("/?team=payments"));
            await Expect(window.Page.Locator("tbody tr").First).ToBeVisibleAsync();
        }
        finally
        {
            if (window is not null)
                await window.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_chosen_appearance_is_there_from_the_first_byte_of_the_next_page()
    {
        await using var window = await demo.OpenAsync("/status");
        await window.BecomeInteractiveAsync();
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Appearance: system" }).ClickAsync();
        await window.Page.GetByText("Dark", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        var response = await window.Page.ReloadAsync();

        Assert.Contains("data-theme=\"dark\"", await response!.TextAsync(), StringComparison.Ordinal);
        await window.BecomeInteractiveAsync();
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(window.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(14, 17, 23)");
        Assert.Empty(window.Complaints);
    }
}
