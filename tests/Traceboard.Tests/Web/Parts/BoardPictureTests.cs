using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Parts;

namespace Traceboard.Tests.Web.Parts;

public sealed class BoardPictureTests
{
    private static readonly BoardAnswer Board = new SampleBoard(PagesContext.Noon).Answer;

    [Theory]
    [InlineData(BoardAddress.Rollouts, "checkout,fraud-check")]
    [InlineData(BoardAddress.Rollbacks, "search")]
    public void Rollouts_and_rollbacks_can_be_picked_out(string only, string services) =>
        Assert.Equal(services, string.Join(',', BoardPicture.Of(Board, only).Rows.Select(row => row.Service)));

    [Fact]
    public void A_change_is_told_in_a_sentence()
    {
        var later = Change(Board, "cart", "production", cell => cell with { Rollout = "Progressing" });

        Assert.Equal("cart in production: rolling out.", BoardPicture.Of(later).Told(BoardPicture.Of(Board)));
        Assert.Equal("cart in production: complete.", BoardPicture.Of(Board).Told(BoardPicture.Of(later)));
    }

    [Fact]
    public void A_new_commit_is_told_by_its_short_SHA()
    {
        var later = Change(Board, "checkout", "production", _ => Board.Services.Single(row => row.Service == "cart").Cells["production"]);

        Assert.Equal($"checkout in production now runs {SampleBoard.Sha("Keep the basket over sign-in")[..7]}.", BoardPicture.Of(later).Told(BoardPicture.Of(Board)));
    }

    [Fact]
    public void Many_changes_are_told_as_a_number()
    {
        var later = Board with { Services = [.. Board.Services.Select(row => row with { Cells = row.Cells.ToDictionary(cell => cell.Key, _ => new BoardCell { State = "absent" }, StringComparer.Ordinal) })] };

        Assert.Matches("^[0-9]+ cells of the board changed\\.$", BoardPicture.Of(later).Told(BoardPicture.Of(Board)));
    }

    [Fact]
    public void The_same_picture_has_no_news() => Assert.Null(BoardPicture.Of(Board).Told(BoardPicture.Of(Board)));

    [Fact]
    public void A_long_board_has_pages_and_a_page_beyond_the_end_is_the_last()
    {
        var picture = BoardPicture.Of(Board with { Services = [.. Enumerable.Range(0, 250).Select(i => Board.Services[0] with { Service = $"service-{i:000}" })] });

        Assert.Equal(5, picture.Pages);
        Assert.Equal("service-060", picture.Page(2).First().Service);
        Assert.Equal("service-240", picture.Page(99).First().Service);
    }

    [Fact]
    public void The_sentence_counts_and_then_says_what_is_off() => Assert.Equal(
        "12 services in 3 environments. 1 rollout is stalled, 4 services run different commits and 6 images cannot be traced. What is grey in production was not confirmed lately.",
        BoardWords.Sentence(Board));

    [Fact]
    public void The_sentence_says_when_nothing_is_off() => Assert.Equal(
        "2 services in 1 environment. Every pod is traced and all environments are in step.",
        BoardWords.Sentence(Well));

    [Fact]
    public void The_sentence_says_of_which_clusters_nothing_was_seen() => Assert.Equal(
        "2 services in 1 environment. Of what was seen, every pod is traced and all environments are in step. Nothing was seen of prod-eu and prod-us yet: what runs there is not shown.",
        BoardWords.Sentence(Well with { Freshness = Freshness.Unreachable, Unseen = ["prod-eu", "prod-us"] }));

    [Theory]
    [InlineData(null, null, null, null, "")]
    [InlineData(" a b&c ", null, null, null, "?q=a%20b%26c")]
    [InlineData(null, "pay", "prod", "drift", "?team=pay&environment=prod&only=drift")]
    [InlineData(null, "  ", null, "nonsense", "")]
    public void An_address_keeps_what_is_known_and_drops_the_rest(string? query, string? team, string? environment, string? only, string expected) =>
        Assert.Equal(expected, BoardAddress.Of(query, team, environment, only, null).ToString());

    [Fact]
    public void A_second_click_takes_the_filter_away()
    {
        var once = new BoardAddress(Page: 4).Toggle(BoardAddress.Drift);

        Assert.Equal("?only=drift", once.ToString());
        Assert.Equal("", once.Toggle(BoardAddress.Drift).ToString());
    }

    private static BoardAnswer Well => Board with { Freshness = Freshness.Live, Environments = [Board.Environments[0]], Summary = new BoardSummary(2, 4, 4, 0, 0, 0, 0, 0, 0) };

    private static BoardAnswer Change(BoardAnswer board, string service, string environment, Func<BoardCell, BoardCell> change) => board with
    {
        Services = [.. board.Services.Select(row => row.Service == service ? row with { Cells = row.Cells.ToDictionary(cell => cell.Key, cell => cell.Key == environment ? change(cell.Value) : cell.Value, StringComparer.Ordinal) } : row)],
    };
}
