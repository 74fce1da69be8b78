using System.Text;

namespace Traceboard.Clusters.Wire;

/// <summary>The keys of <see cref="KeptKeys"/> as they stand on the wire, so that no other key becomes a string.</summary>
internal sealed class KeptKeyTable(IReadOnlySet<string> keys)
{
    private readonly (byte[] Utf8, string Key)[] _keys =
        [.. keys.Order(StringComparer.Ordinal).Select(key => (Encoding.UTF8.GetBytes(key), key))];

    /// <summary>The kept key of these bytes, or null.</summary>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        foreach (var (bytes, key) in _keys)
        {
            if (utf8.SequenceEqual(bytes))
            {
                return key;
            }
        }
        return null;
    }
}
