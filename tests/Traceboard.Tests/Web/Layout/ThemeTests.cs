using System.Text.RegularExpressions;
using MudBlazor;
using MudBlazor.Utilities;
using Traceboard.Web.Layout;

namespace Traceboard.Tests.Web.Layout;

public sealed partial class ThemeTests
{
    private static readonly Lazy<Dictionary<string, (string Light, string Dark)>> Tokens = new(() =>
        Token().Matches(File.ReadAllText(StyleSheet()))
            .ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["light"].Value, match.Groups["dark"].Value), StringComparer.Ordinal));

    public static TheoryData<string, string> Pairs => new()
    {
        { "bg", nameof(Palette.Background) },
        { "surface", nameof(Palette.Surface) },
        { "sunken", nameof(Palette.BackgroundGray) },
        { "line", nameof(Palette.LinesDefault) },
        { "text", nameof(Palette.TextPrimary) },
        { "muted", nameof(Palette.TextSecondary) },
        { "accent", nameof(Palette.Primary) },
        { "on-accent", nameof(Palette.PrimaryContrastText) },
        { "ok", nameof(Palette.Success) },
        { "warn", nameof(Palette.Warning) },
        { "bad", nameof(Palette.Error) },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void MudBlazor_has_the_same_colours_as_the_style_sheet(string token, string property)
    {
        Assert.Equal(Tokens.Value[token].Light, Colour(Theme.Value.PaletteLight, property));
        Assert.Equal(Tokens.Value[token].Dark, Colour(Theme.Value.PaletteDark, property));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("muted")]
    [InlineData("faint")]
    [InlineData("accent")]
    [InlineData("ok")]
    [InlineData("warn")]
    [InlineData("bad")]
    [InlineData("odd")]
    [InlineData("still")]
    public void Text_stands_out_from_every_surface_it_is_written_on(string token)
    {
        string[] grounds = Tokens.Value.ContainsKey(token + "-soft") ? ["surface", "bg", token + "-soft"] : ["surface", "bg", "sunken"];
        foreach (var ground in grounds)
        {
            Assert.True(Contrast(Tokens.Value[token].Light, Tokens.Value[ground].Light) >= 4.5, $"{token} on {ground}, light");
            Assert.True(Contrast(Tokens.Value[token].Dark, Tokens.Value[ground].Dark) >= 4.5, $"{token} on {ground}, dark");
        }
    }

    private static string StyleSheet()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Traceboard.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Run this test from a checkout.");
        return Path.Combine(folder.FullName, "wwwroot", "app.css");
    }

    private static string Colour(Palette palette, string property) =>
        ((MudColor)typeof(Palette).GetProperty(property)!.GetValue(palette)!).ToString(MudColorOutputFormats.Hex);

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = Convert.ToInt32(hex.Substring(at, 2), 16) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    [GeneratedRegex("--(?<name>[a-z-]+): light-dark\\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();
}
