using MudBlazor;

namespace Traceboard.Web.Layout;

/// <summary>The colours and type of <c>wwwroot/app.css</c>, told to MudBlazor. A test keeps the two alike.</summary>
internal static class Theme
{
    private static readonly string[] Sans = ["Inter Variable", "Inter", "system-ui", "Segoe UI", "Roboto", "sans-serif"];

    public static MudTheme Value { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3652d9",
            PrimaryContrastText = "#ffffff",
            Background = "#f6f7f9",
            BackgroundGray = "#eef0f4",
            Surface = "#ffffff",
            TextPrimary = "#161b26",
            TextSecondary = "#566074",
            ActionDefault = "#566074",
            LinesDefault = "#dfe3ea",
            Divider = "#dfe3ea",
            Success = "#137a4b",
            Warning = "#865400",
            Error = "#b3261e",
            Info = "#3652d9",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ea2ff",
            PrimaryContrastText = "#0e1117",
            Background = "#0e1117",
            BackgroundGray = "#1b212c",
            Surface = "#151a23",
            TextPrimary = "#e8ecf4",
            TextSecondary = "#a3adbf",
            ActionDefault = "#a3adbf",
            LinesDefault = "#262e3c",
            Divider = "#262e3c",
            Success = "#5fd39b",
            Warning = "#f0b95a",
            Error = "#ff8f86",
            Info = "#8ea2ff",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
        },
    };
}
