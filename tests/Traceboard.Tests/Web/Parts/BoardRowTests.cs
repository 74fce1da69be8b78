using Bunit;
using Traceboard.Answers;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Parts;

namespace Traceboard.Tests.Web.Parts;

public sealed class BoardRowTests : IAsyncDisposable
{
    private static readonly BoardAnswer Board = new SampleBoard(PagesContext.Noon).Answer;
    private readonly PagesContext _pages = new();

    [Fact]
    public void An_equal_row_is_not_drawn_again_and_a_changed_one_is()
    {
        var row = Row("checkout");
        var drawn = Draw(row);

        drawn.Render(Parameters(Row("checkout")));
        Assert.Equal(1, drawn.RenderCount);

        drawn.Render(Parameters(row with { Cells = [row.Cells[0], row.Cells[1] with { State = null }, row.Cells[2]] }));
        Assert.Equal(2, drawn.RenderCount);
        Assert.True(drawn.FindAll("td")[1].ClassList.Contains("changed-b"));
        Assert.False(drawn.FindAll("td")[0].ClassList.Contains("changed-b"));
    }

    [Fact]
    public void A_cell_leads_to_its_environment_on_the_page_of_the_service() =>
        Assert.Equal("services/checkout#production", Draw(Row("checkout")).FindAll("td")[2].QuerySelector("a")!.GetAttribute("href"));

    [Fact]
    public void The_copy_button_carries_the_full_SHA()
    {
        var button = Draw(Row("cart")).Find("td button");

        Assert.Equal(SampleBoard.Sha("Keep the basket over sign-in"), button.GetAttribute("data-copy"));
        Assert.Equal($"Copy SHA {SampleBoard.Sha("Keep the basket over sign-in")[..7]}", button.GetAttribute("aria-label"));
    }

    [Fact]
    public void A_ghost_is_hatched_and_has_no_SHA_to_copy()
    {
        var cell = Draw(Row("mailer")).FindAll("td")[2];

        Assert.True(cell.ClassList.Contains("hatched"));
        Assert.Null(cell.QuerySelector("button"));
        Assert.Contains("moving tag", PagesContext.TextOf(cell), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_cell_tells_its_last_proof() =>
        Assert.Contains("last proof 7 min ago", PagesContext.TextOf(Draw(Row("gateway")).FindAll("td")[2]), StringComparison.Ordinal);

    [Fact]
    public void Foreign_text_stays_text()
    {
        var cell = Draw(Row("notifications")).FindAll("td")[0];

        Assert.Empty(cell.QuerySelectorAll("script"));
        Assert.Equal("A title with <script>alert(1)</script> & \uFFFDgnirts desrever", cell.QuerySelector("bdi.title")!.TextContent);
    }

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private static RowFace Row(string service) => BoardPicture.Of(new SampleBoard(PagesContext.Noon).Answer).Rows.Single(row => row.Service == service);

    private static Action<ComponentParameterCollectionBuilder<BoardRow>> Parameters(RowFace row) => parameters => parameters
        .Add(drawn => drawn.Row, row)
        .Add(drawn => drawn.Environments, Board.Environments);

    private IRenderedComponent<BoardRow> Draw(RowFace row) => _pages.Render(Parameters(row));
}
