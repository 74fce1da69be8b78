using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Web;

/// <summary>Each kind of asset answers with its content; guards the project's own web root against an SDK that works otherwise.</summary>
public sealed partial class WebRootTests(WebRootTests.Host host) : IClassFixture<WebRootTests.Host>
{
    [Theory]
    [InlineData("app.css", "text/css", "--accent")]
    [InlineData("favicon.svg", "image/svg+xml", "<svg")]
    [InlineData("js/app.js", "text/javascript", "start()")]
    [InlineData("js/clock.js", "text/javascript", "export")]
    [InlineData("_framework/blazor.web.js", "text/javascript", "Blazor")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", "text/css", ".mud-")]
    [InlineData("_content/MudBlazor/MudBlazor.min.js", "text/javascript", "mud")]
    [InlineData("Traceboard.Web.styles.css", "text/css", ".tile[b-")]
    public async Task An_asset_answers_with_its_content(string path, string type, string content)
    {
        using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(content, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fonts/inter-latin-wght-normal.woff2", 40_000)]
    [InlineData("fonts/jetbrains-mono-latin-wght-normal.woff2", 30_000)]
    [InlineData("favicon.png", 500)]
    public async Task A_binary_asset_is_not_empty(string path, int least)
    {
        var bytes = await host.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(bytes.Length > least);
    }

    [Fact]
    public async Task Whatever_the_page_links_to_is_there_and_may_be_kept_for_ever_where_its_name_holds_a_fingerprint()
    {
        var links = Link().Matches(await PageAsync()).Select(match => match.Groups["path"].Value).Where(path => path.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();

        Assert.Contains(links, link => link.StartsWith("app.", StringComparison.Ordinal) && link != "app.css");
        foreach (var link in links)
        {
            using var response = await host.Client.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, link);
            Assert.True(response.Content.Headers.ContentLength is not 0, link);
        }
    }

    [Fact]
    public async Task Nothing_on_the_page_comes_from_elsewhere() =>
        Assert.DoesNotMatch(Elsewhere(), await PageAsync());

    [Theory]
    [InlineData("")]
    [InlineData("app.css")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("_content/MudBlazor/MudBlazor.min.js")]
    [InlineData("Traceboard.Web.styles.css")]
    public async Task A_page_style_sheet_or_script_comes_compressed(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("br", Assert.Single(response.Content.Headers.ContentEncoding));
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var plain = new BrotliStream(body, CompressionMode.Decompress);
        using var text = new StreamReader(plain);
        Assert.NotEmpty(await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_first_answer_already_holds_the_board()
    {
        var page = await PageAsync();

        Assert.Contains("12 services in 3 environments.", page, StringComparison.Ordinal);
        Assert.Contains("Retry card authorisation on timeout", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chosen_appearance_is_drawn_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "");
        request.Headers.Add("Cookie", "traceboard-appearance=dark");
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("<html lang=\"en\" data-theme=\"dark\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so_with_404()
    {
        var (status, body) = await MissingAsync("text/html");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is no such page", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_no_page_for_what_is_missing() =>
        Assert.Equal((HttpStatusCode.NotFound, ""), await MissingAsync("application/json"));

    [GeneratedRegex("(?:href|src)=\"(?<path>[^\"#?:]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();

    [GeneratedRegex("(src|<link[^>]*href)=\"(https?:)?//", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Elsewhere();

    private async Task<(HttpStatusCode Status, string Body)> MissingAsync(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "no/such/page");
        request.Headers.Accept.ParseAdd(accept);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<string> PageAsync() => host.Client.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>One server for all of them.</summary>
    public sealed class Host : IAsyncLifetime
    {
        private PagesHost? _pages;

        public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

        public async ValueTask InitializeAsync()
        {
            _pages = await PagesHost.StartAsync(new SampleAnswers(TimeProvider.System.GetUtcNow()));
            Client.BaseAddress = _pages.Address;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            if (_pages is not null)
                await _pages.DisposeAsync();
        }
    }
}
