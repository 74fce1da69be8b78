using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Traceboard.Answers.Board;

/// <summary>The cells of a row in the order of the environments; equal to another row of equal cells.</summary>
internal sealed class CellRow(Sequence<string> environments, BoardCell[] cells) : IReadOnlyDictionary<string, BoardCell>, IEquatable<CellRow>
{
    private readonly Sequence<string> _environments = environments;
    private readonly BoardCell[] _cells = cells;

    public int Count => _cells.Length;

    public IEnumerable<string> Keys => _environments;

    public IEnumerable<BoardCell> Values => _cells;

    public BoardCell this[string key] =>
        TryGetValue(key, out var cell) ? cell : throw new KeyNotFoundException($"The board has no environment {key}.");

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out BoardCell value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _cells[index] : null;
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, BoardCell>> GetEnumerator()
    {
        for (var index = 0; index < _cells.Length; index++)
            yield return KeyValuePair.Create(_environments[index], _cells[index]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(CellRow? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _environments.Equals(other._environments) && _cells.AsSpan().SequenceEqual(other._cells));

    public override bool Equals(object? obj) => Equals(obj as CellRow);

    public override int GetHashCode() => _cells.Length;

    private int IndexOf(string key)
    {
        for (var index = 0; index < _environments.Count; index++)
        {
            if (string.Equals(_environments[index], key, StringComparison.Ordinal))
                return index;
        }

        return -1;
    }
}
