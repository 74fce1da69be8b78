using System.Globalization;
using Microsoft.AspNetCore.Components;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>The traceable share of each team or namespace, worst first.</summary>
public sealed partial class ShareTable : ComponentBase
{
    private const int Few = 8;
    private bool _all;

    /// <summary>What the names are.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The parameter of the page's address that shows one of them alone.</summary>
    [Parameter, EditorRequired]
    public required string Parameter { get; set; }

    /// <summary>The shares.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ShareAnswer> Shares { get; set; }

    private int Shown => _all ? int.MaxValue : Few;

    private static string Fill(ShareAnswer share) => string.Create(CultureInfo.InvariantCulture, $"inline-size:{100d * share.TracedPods / share.Pods:0.#}%");

    private string Address(string name) => $"untraceable?{Parameter}={Uri.EscapeDataString(name)}";

    private void ShowAll() => _all = true;
}
