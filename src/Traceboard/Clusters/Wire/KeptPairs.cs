using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Traceboard.Clusters.Wire;

/// <summary>A handful of labels or annotations in one array, equal by value so that equal ones can be shared.</summary>
internal sealed class KeptPairs(KeyValuePair<string, string>[] pairs) : IReadOnlyDictionary<string, string>, IEquatable<KeptPairs>
{
    public int Count => pairs.Length;

    public IEnumerable<string> Keys => pairs.Select(pair => pair.Key);

    public IEnumerable<string> Values => pairs.Select(pair => pair.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"No value is kept for {key}.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var pair in pairs)
        {
            if (string.Equals(pair.Key, key, StringComparison.Ordinal))
            {
                value = pair.Value;
                return true;
            }
        }
        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => pairs.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(KeptPairs? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }
        var others = other.AsSpan();
        for (var i = 0; i < pairs.Length; i++)
        {
            if (!string.Equals(pairs[i].Key, others[i].Key, StringComparison.Ordinal)
                || !string.Equals(pairs[i].Value, others[i].Value, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as KeptPairs);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pair in pairs)
        {
            hash.Add(pair.Key, StringComparer.Ordinal);
            hash.Add(pair.Value, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }

    private ReadOnlySpan<KeyValuePair<string, string>> AsSpan() => pairs;
}
