namespace Traceboard.Answers;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, newest first.</param>
/// <param name="NextCursor">Opaque; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
