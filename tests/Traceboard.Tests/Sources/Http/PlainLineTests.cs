using FsCheck.Xunit;
using Traceboard.Sources.Http;

namespace Traceboard.Tests.Sources.Http;

public sealed class PlainLineTests
{
    [Theory]
    [InlineData("Sell shoes\n\nbody", "Sell shoes")]
    [InlineData("\n\n  Sell shoes \r\nbody", "Sell shoes")]
    [InlineData("a\tb", "a b")]
    [InlineData("a\u0000\u001b[1mb\u202ec\u2066", "a[1mbc")]
    [InlineData("👩‍💻 work", "👩‍💻 work")]
    [InlineData("", "(no message)")]
    [InlineData(null, "(no message)")]
    public void A_title_is_the_first_line_without_what_cannot_be_seen(string? message, string title) => Assert.Equal(title, PlainLine.Title(message));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("\ufffdx", PlainLine.Title("\ud800x"));

    [Fact]
    public void A_cut_is_visible_and_tears_no_character()
    {
        var title = PlainLine.Title(string.Concat(Enumerable.Repeat("👩", 300)));

        Assert.Equal(511, title.Length);
        Assert.EndsWith("👩…", title);
    }

    [Property]
    public bool Any_text_becomes_one_short_line(string? text)
    {
        var name = PlainLine.Name(text + text);
        return name is null || (name.Length is > 0 and <= 256 && !name.Any(char.IsControl));
    }
}
