using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Parts;

/// <summary>A filter chip that offers a list.</summary>
public sealed partial class ChipSelect : ComponentBase
{
    /// <summary>Its name.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The word for no choice.</summary>
    [Parameter, EditorRequired]
    public required string All { get; set; }

    /// <summary>What can be chosen.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Options { get; set; }

    /// <summary>The choice, or null for all.</summary>
    [Parameter, EditorRequired]
    public required string? Chosen { get; set; }

    /// <summary>Told the new choice.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string?> ChosenChanged { get; set; }

    /// <summary>A choice from an address stays visible though nothing has that name any more.</summary>
    private IEnumerable<string> Offered => Chosen is { } chosen && !Options.Contains(chosen, StringComparer.Ordinal) ? Options.Append(chosen) : Options;

    private Task Choose(ChangeEventArgs change) => ChosenChanged.InvokeAsync(change.Value is string { Length: > 0 } chosen ? chosen : null);
}
