using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>The board's filters; every one of them is an address.</summary>
public sealed partial class BoardFilters(NavigationManager navigation) : ComponentBase
{
    /// <summary>What is shown now.</summary>
    [Parameter, EditorRequired]
    public required BoardAddress Address { get; set; }

    /// <summary>All teams.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Teams { get; set; }

    /// <summary>All environments.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Environments { get; set; }

    /// <summary>Services shown.</summary>
    [Parameter, EditorRequired]
    public required int Shown { get; set; }

    /// <summary>Services in all.</summary>
    [Parameter, EditorRequired]
    public required int Total { get; set; }

    private string? On(string only) => Address.Only == only ? "true" : null;

    private void Go(BoardAddress address) => navigation.NavigateTo(navigation.BaseUri + address);
}
