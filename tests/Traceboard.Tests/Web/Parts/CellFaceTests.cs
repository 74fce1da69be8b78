using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Parts;

namespace Traceboard.Tests.Web.Parts;

public sealed class CellFaceTests
{
    private static readonly BoardAnswer Board = new SampleBoard(PagesContext.Noon).Answer;

    [Fact]
    public void A_traced_cell_shows_commit_title_author_and_pods()
    {
        var face = Face("cart", "development");

        Assert.Equal((CellLook.Traced, "Keep the basket over sign-in", "Li Wei", "1/1"), (face.Look, face.Title, face.Author, face.Pods));
        Assert.StartsWith(face.Label, face.Sha, StringComparison.Ordinal);
        Assert.Equal(7, face.Label.Length);
        Assert.Null(face.State);
    }

    [Theory]
    [InlineData("mailer", "production", ":latest", "moving tag")]
    [InlineData("edge-proxy", "staging", ":2.4.1", "no SHA in the tag")]
    [InlineData("media-resizer", "staging", ":77ab01c", "no mapping rule")]
    [InlineData("media-resizer", "production", ":deadbee", "commit not found")]
    [InlineData("edge-proxy", "production", ":1f0c9d2", "no access")]
    public void A_ghost_is_named_and_never_passes_for_a_commit(string service, string environment, string label, string reason)
    {
        var face = Face(service, environment);

        Assert.Equal((CellLook.Ghost, label, reason, null), (face.Look, face.Label, face.Trace?.Word, face.Sha));
        Assert.Null(face.Author);
    }

    [Theory]
    [InlineData("checkout", "staging", "rolling out", null)]
    [InlineData("fraud-check", "staging", "stalled: ImagePullBackOff", null)]
    [InlineData("search", "production", "rolled back", "1 ahead, 7 h apart")]
    [InlineData("notifications", "staging", "mixed, 2 builds", "diverged 3 / 1")]
    [InlineData("checkout", "production", null, "12 behind, 5 d apart")]
    [InlineData("fraud-check", "production", null, "commits 3 d apart")]
    [InlineData("cart", "staging", null, "same")]
    public void What_matters_is_tagged_in_words(string service, string environment, string? state, string? drift)
    {
        var face = Face(service, environment);

        Assert.Equal((state, drift), (face.State?.Word, face.Drift?.Word));
    }

    [Fact]
    public void A_cell_that_is_not_live_keeps_no_colour_and_tells_its_last_proof()
    {
        var face = CellFace.Of(Cell("search", "production") with { Freshness = Freshness.Lagging, AsOf = PagesContext.Noon.AddMinutes(-2) });

        Assert.False(face.IsLive);
        Assert.Equal(PagesContext.Noon.AddMinutes(-2), face.ProvenAt);
        Assert.Equal(("still", "still"), (face.State?.Tone, face.Drift?.Tone));
    }

    [Fact]
    public void An_external_image_is_calm()
    {
        var face = Face("postgres", "production");

        Assert.Equal((CellLook.External, ":16.4", "postgres", "still"), (face.Look, face.Label, face.Title, face.Trace?.Tone));
        Assert.Null(face.Drift);
    }

    [Fact]
    public void A_pending_cell_says_what_it_waits_for()
    {
        var face = Face("ledger", "production");

        Assert.Equal((CellLook.Pending, ":8d21f0c"), (face.Look, face.Label));
        Assert.Contains("gitlab.example.com", face.Title, StringComparison.Ordinal);
        Assert.Equal(PagesContext.Noon.AddSeconds(-40), face.PendingSince);
    }

    [Fact]
    public void A_new_proof_of_a_live_cell_changes_nothing_to_be_seen()
    {
        var cell = Cell("checkout", "staging");

        Assert.Equal(CellFace.Of(cell), CellFace.Of(cell with { AsOf = PagesContext.Noon.AddMinutes(1), Builds = [.. cell.Builds] }));
    }

    [Theory]
    [InlineData("Unknown", 3.4, "commits 3 d apart", "; the two were committed 3 d apart.")]
    [InlineData("Unknown", 0.5, "commits 12 h apart", "; the two were committed 12 h apart.")]
    [InlineData("Unknown", 0.01, "other commit", ".")]
    [InlineData("Diverged", 2.0, "diverged, 2 d apart", "; the two were committed 2 d apart.")]
    public void What_the_days_of_a_drift_count_is_said(string relation, double days, string tag, string ending)
    {
        var drift = new DriftAnswer("staging", relation, null, null, days);

        Assert.Equal(tag, CellWords.Drift(drift)?.Word);
        Assert.Equal($"Another commit runs here than in {Wording.Isolated("staging")}{ending}", CellWords.DriftSentence(drift));
    }

    [Fact]
    public void Environments_in_step_need_no_sentence() => Assert.Null(CellWords.DriftSentence(new DriftAnswer("staging", "Same", 0, 0, 0)));

    private static CellFace Face(string service, string environment) => CellFace.Of(Cell(service, environment));

    private static BoardCell Cell(string service, string environment) => Board.Services.Single(row => row.Service == service).Cells[environment];
}
