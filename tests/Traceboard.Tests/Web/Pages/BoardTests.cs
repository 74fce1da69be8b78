using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Traceboard.Answers;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Layout;
using Traceboard.Web.Pages;

namespace Traceboard.Tests.Web.Pages;

public sealed class BoardTests : IAsyncDisposable
{
    private readonly PagesContext _pages = new();

    [Fact]
    public void The_first_line_answers_in_a_sentence() =>
        Assert.StartsWith("12 services in 3 environments. 1 rollout is stalled,", PagesContext.TextOf(_pages.Open<Board>().Find("[data-testid=sentence]")), StringComparison.Ordinal);

    [Theory]
    [InlineData("?team=payments", "checkout,fraud-check,ledger")]
    [InlineData("?q=anna", "checkout,fraud-check,ledger")]
    [InlineData("?only=rollbacks", "search")]
    [InlineData("?team=platform&only=untraceable", "edge-proxy")]
    public void Filters_live_in_the_address(string address, string services) =>
        Assert.Equal(services, Services(_pages.Open<Board>(address)));

    [Fact]
    public void One_environment_is_one_column() =>
        Assert.Equal("Service,staging", string.Join(',', _pages.Open<Board>("?environment=staging").FindAll("thead th").Select(PagesContext.TextOf)));

    [Fact]
    public void A_team_that_is_chosen_goes_into_the_address()
    {
        var board = _pages.Open<Board>("?only=drift");

        board.Find("select[aria-label=Team]").Change("payments");

        Assert.EndsWith("?team=payments&only=drift", _pages.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_that_match_nothing_say_how_to_clear_them()
    {
        var board = _pages.Open<Board>("?q=nothing-like-this");

        Assert.Equal("No service matches", board.Find(".empty h2").TextContent);
        Assert.Equal("", board.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void Without_a_cluster_the_page_says_what_to_do_next()
    {
        _pages.Answers.Board = _pages.Answers.Board with { Services = [], Environments = [], Summary = new BoardSummary(0, 0, 0, 0, 0, 0, 0, 0, 0) };

        var board = _pages.Open<Board>();

        Assert.Equal("No cluster has been reached yet", board.Find(".empty h2").TextContent);
        Assert.Contains("traceboard check", board.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_drawn_without_a_reload_and_announced_once()
    {
        var region = _pages.Render<LiveRegion>();
        var board = _pages.Open<Board>();

        Progress("cart", "production");
        await _pages.UntilAsync(() => PagesContext.TextOf(board.FindAll("tbody tr")[0]).Contains("rolling out", StringComparison.Ordinal));

        Assert.Equal("cart in production: rolling out.", region.Find("[aria-live=polite]").TextContent);
    }

    [Fact]
    public async Task A_reader_that_fails_leaves_the_last_picture_and_says_so()
    {
        var board = _pages.Open<Board>();

        _pages.Answers.Failure = new InvalidOperationException("the database is gone");
        _pages.Answers.Changes.Tell();
        await _pages.UntilAsync(() => board.Markup.Contains("could not be read anew", StringComparison.Ordinal));

        Assert.Equal(12, board.FindAll("tbody tr").Count);
        Assert.DoesNotContain("the database is gone", board.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_left_no_longer_listens()
    {
        var board = _pages.Open<Board>();
        await _pages.UntilAsync(() => _pages.Answers.Changes.Subscribers == 1);

        await _pages.DisposeComponentsAsync();

        Assert.Equal(0, _pages.Answers.Changes.Subscribers);
    }

    [Fact]
    public async Task A_page_whose_browser_is_away_is_not_read_for()
    {
        var board = _pages.Open<Board>();
        await _pages.UntilAsync(() => _pages.Answers.Changes.Subscribers == 1);

        await _pages.Connection.GoDownAsync();
        await _pages.UntilAsync(() => _pages.Answers.Changes.Subscribers == 0);
        var reads = _pages.Answers.BoardReads;
        _pages.Answers.Changes.Tell();
        _pages.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(reads, _pages.Answers.BoardReads);
    }

    [Fact]
    public void A_tile_filters_and_marks_itself()
    {
        var tiles = _pages.Open<Board>("?only=rollouts").FindAll(".tile");

        Assert.Equal("85.7 % of pods traced to a commit", PagesContext.TextOf(tiles[0]).Replace("%of", "% of", StringComparison.Ordinal));
        Assert.Equal("true", tiles[1].GetAttribute("aria-current"));
        Assert.Equal("?only=drift", tiles[2].GetAttribute("href"));
    }

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private static string Services(IRenderedComponent<Board> board) => string.Join(',', board.FindAll("tbody th a").Select(PagesContext.TextOf));

    private void Progress(string service, string environment)
    {
        var board = _pages.Answers.Board;
        _pages.Answers.Board = board with
        {
            Services = [.. board.Services.Select(row => row.Service != service ? row : row with { Cells = row.Cells.ToDictionary(cell => cell.Key, cell => cell.Key == environment ? cell.Value with { Rollout = "Progressing" } : cell.Value, StringComparer.Ordinal) })],
        };
        _pages.Answers.Changes.Tell();
    }
}
