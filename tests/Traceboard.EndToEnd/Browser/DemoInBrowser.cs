using Microsoft.Playwright;
using Traceboard.EndToEnd.Browser;
using Traceboard.EndToEnd.Processes;

[assembly: AssemblyFixture(typeof(DemoInBrowser))]

namespace Traceboard.EndToEnd.Browser;

/// <summary>One running demo and one browser for all journeys.</summary>
public sealed class DemoInBrowser : IAsyncLifetime
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private TraceboardProcess? _demo;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where screenshots go.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    /// <summary>Why a journey is skipped.</summary>
    public static string NoBrowser => "no Chromium: set TRACEBOARD_TEST_CHROMIUM or run ./test.sh";

    /// <summary>Whether there is a browser.</summary>
    public bool HasBrowser => _browser is not null;

    /// <summary>Address of the demo.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    private static string? Chromium =>
        Environment.GetEnvironmentVariable("TRACEBOARD_TEST_CHROMIUM") is { } named
            ? named
            : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Chromium))
            return;
        Assertions.SetDefaultExpectTimeout(30_000);
        _demo = TraceboardProcess.Start(["demo", "--urls=http://127.0.0.1:0"]);
        Address = await _demo.AddressAsync(CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Headless = true, Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_demo is not null)
            await _demo.DisposeAsync();
    }

    /// <summary>A fresh window. Skips the test where there is no browser.</summary>
    internal Task<Window> OpenAsync(string path, int width = 1440, bool dark = false) => OpenAsync(Address, path, width, dark);

    /// <summary>A fresh window on another server than the shared demo.</summary>
    internal async Task<Window> OpenAsync(Uri address, string path, int width = 1440, bool dark = false)
    {
        Assert.SkipUnless(HasBrowser, NoBrowser);
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        var window = new Window(context, await context.NewPageAsync(), address);
        await window.GoToAsync(path);
        return window;
    }
}
