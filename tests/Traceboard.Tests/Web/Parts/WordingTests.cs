using FsCheck.Xunit;
using Traceboard.Web.Parts;

namespace Traceboard.Tests.Web.Parts;

public sealed class WordingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3599, "59 min")]
    [InlineData(3600, "1 h")]
    [InlineData(86399, "23 h")]
    [InlineData(86400, "1 d")]
    [InlineData(604799, "6 d")]
    public void An_age_is_told_in_its_largest_unit(int seconds, string expected) =>
        Assert.Equal(expected, Wording.Since(Noon.AddSeconds(-seconds), Noon));

    [Theory]
    [InlineData("2026-11-16T12:00:00Z", "16 Nov")]
    [InlineData("2025-12-31T12:00:00Z", "31 Dec 2025")]
    public void Beyond_a_week_the_date_is_told(string at, string expected) =>
        Assert.Equal(expected, Wording.Since(DateTimeOffset.Parse(at), Noon, ago: true));

    [Theory]
    [InlineData("Anna Kim", "AK")]
    [InlineData("João Pedro da Silva Melo", "JM")]
    [InlineData("renovate[bot]", "R")]
    [InlineData("ünal.öztürk", "ÜÖ")]
    [InlineData("李伟", "李")]
    [InlineData("   ", "?")]
    [InlineData("🚀🚀", "?")]
    public void A_face_has_at_most_two_initials(string name, string expected) =>
        Assert.Equal(expected, Wording.Initials(name));

    [Property]
    public bool No_name_breaks_its_initials(string? name) => Wording.Initials(name ?? "").Length is >= 1 and <= 4;

    [Property]
    public bool No_text_keeps_a_control_or_direction_character(string? text) =>
        !Wording.Plain(text + "\u202E\u2066\u0007").Any(letter => char.IsControl(letter) || letter is '\u202E' or '\u2066');

    [Fact]
    public void A_title_that_turns_the_writing_round_shows_where_it_tried() =>
        Assert.Equal("safe \uFFFDgpj.exe", Wording.Plain("safe \u202Egpj.exe"));

    [Theory]
    [InlineData("https://gitlab.example.com/a", "https://gitlab.example.com/a")]
    [InlineData("http://127.0.0.1:3000/a", "http://127.0.0.1:3000/a")]
    [InlineData("http://localhost/a", "http://localhost/a")]
    [InlineData("http://gitlab.example.com/a", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("//evil.example.com", null)]
    [InlineData("https://user:secret@example.com/", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_browser_is_sent_only_to_https_or_to_this_machine(string? url, string? expected) =>
        Assert.Equal(expected, Wording.Address(url));

    [Theory]
    [InlineData(0, "0 pods")]
    [InlineData(1, "1 pod")]
    [InlineData(1204, "1,204 pods")]
    public void A_count_agrees_with_its_noun(int count, string expected) => Assert.Equal(expected, Wording.Count(count, "pod"));

    [Fact]
    public void Many_names_are_cut() => Assert.Equal("a, b and 3 more", Wording.Join(["a", "b", "c", "d", "e"]));

    [Theory]
    [InlineData("registry.example.com:5000/shop/cart:1.2", ":1.2", "cart", "registry.example.com:5000/shop/cart")]
    [InlineData("registry.example.com:5000/shop/cart", ":latest", "cart", "registry.example.com:5000/shop/cart")]
    [InlineData("redis", ":latest", "redis", "redis")]
    [InlineData("redis@sha256:0123456789abcdef", "sha256:0123456", "redis", "redis")]
    [InlineData("redis:7@sha256:0123456789abcdef", ":7", "redis", "redis")]
    public void An_image_is_shortened_without_losing_its_port(string image, string tag, string name, string bare) =>
        Assert.Equal((tag, name, bare), (ImageWords.Tag(image), ImageWords.Name(image), ImageWords.WithoutTag(image)));
}
