using Microsoft.Playwright;

namespace Traceboard.EndToEnd.Browser;

/// <summary>A browser window that takes down everything that must not happen: errors, failed requests, other origins.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"exception: {error}");
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is not ("data" or "blob") && !string.Equals(url.Authority, _address.Authority, StringComparison.Ordinal))
                _complaints.Add($"other origin: {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _complaints.Add($"{response.Status}: {response.Url}");
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public Task GoToAsync(string path) => Page.GotoAsync(AddressOf(path));

    /// <summary>The full address of a path.</summary>
    public string AddressOf(string path) => new Uri(_address, path).ToString();

    /// <summary>Waits until the page answers to clicks and keys.</summary>
    public Task BecomeInteractiveAsync() => Assertions.Expect(Page.Locator(".frame[data-interactive]")).ToBeAttachedAsync();

    /// <summary>Pixels by which the page is wider than the window.</summary>
    public Task<int> SidewaysScrollAsync() =>
        Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public Task ScreenshotAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(DemoInBrowser.Screenshots, name + ".png"), FullPage = true });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
