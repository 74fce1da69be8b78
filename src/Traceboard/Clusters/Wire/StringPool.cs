using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Traceboard.Clusters.Wire;

/// <summary>
/// Strings that a cluster repeats in thousands of objects, found by their UTF-8 bytes without being built again.
/// Bounded: a full pool forgets what it held in favour of what comes. Safe to use from several threads.
/// </summary>
internal sealed class StringPool
{
    private const int Ways = 4;
    private const int LongestPooled = 1024;
    private const int Shared = 2048;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lock _gate = new();
    private readonly int _mostStrings;
    private readonly long _mostCharacters;
    private readonly OwnerReference?[] _owners = new OwnerReference?[Shared];
    private readonly KeptPairs?[] _pairs = new KeptPairs?[Shared];
    private Entry[] _entries;
    private int _count;
    private long _characters;
    private int _turn;

    /// <summary>An empty pool.</summary>
    /// <param name="mostStrings">Strings held at most; rounded up to a power of two.</param>
    /// <param name="mostCharacters">Characters held at most, over all strings.</param>
    public StringPool(int mostStrings = 65_536, long mostCharacters = 8L << 20)
    {
        _mostStrings = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(mostStrings, Ways));
        _mostCharacters = mostCharacters;
        _entries = new Entry[Math.Min(_mostStrings, 1024)];
    }

    /// <summary>Strings held now.</summary>
    public int Count => _count;

    /// <summary>Characters held now.</summary>
    public long Characters => _characters;

    /// <summary>The string of these bytes, the same instance as before where it is still held.</summary>
    /// <exception cref="WireFormatException">The bytes are not UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }
        if (utf8.Length > LongestPooled)
        {
            return Decode(utf8);
        }
        var hash = Hash(utf8);
        lock (_gate)
        {
            var bucket = Bucket(hash);
            foreach (ref readonly var entry in bucket)
            {
                if (entry.Text is not null && entry.Hash == hash && IsSame(entry.Text, utf8))
                {
                    return entry.Text;
                }
            }
            var text = Decode(utf8);
            Keep(bucket, hash, text);
            return text;
        }
    }

    /// <summary>A string of its own, for what does not repeat.</summary>
    /// <exception cref="WireFormatException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException invalid)
        {
            throw new WireFormatException("A text is not UTF-8.", invalid);
        }
    }

    /// <summary>An equal reference told before, or this one.</summary>
    public OwnerReference Share(OwnerReference owner) => Share(_owners, owner);

    /// <summary>Equal pairs told before, or these.</summary>
    public KeptPairs Share(KeptPairs pairs) => Share(_pairs, pairs);

    private static T Share<T>(T?[] known, T value)
        where T : class
    {
        ref var slot = ref known[value.GetHashCode() & (Shared - 1)];
        var before = Volatile.Read(ref slot);
        if (value.Equals(before))
        {
            return before;
        }
        Volatile.Write(ref slot, value);
        return value;
    }

    private static bool IsSame(string text, ReadOnlySpan<byte> utf8) =>
        text.Length == utf8.Length
            ? Ascii.Equals(utf8, text)
            : !Ascii.IsValid(utf8) && Utf8.IsValid(utf8) && string.Equals(text, Strict.GetString(utf8), StringComparison.Ordinal);

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        // Fast rather than safe against collisions: a bucket never holds more than a few, so they only cost a place in it.
        const ulong multiplier = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)utf8.Length * multiplier;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * multiplier, 29);
            utf8 = utf8[sizeof(ulong)..];
        }
        foreach (var last in utf8)
        {
            hash = (hash ^ last) * multiplier;
        }
        return (int)((hash * multiplier) >> 32);
    }

    private Span<Entry> Bucket(int hash) => _entries.AsSpan(hash & (_entries.Length - 1) & ~(Ways - 1), Ways);

    private void Keep(Span<Entry> bucket, int hash, string text)
    {
        ref var slot = ref bucket[_turn++ & (Ways - 1)];
        foreach (ref var entry in bucket)
        {
            if (entry.Text is null)
            {
                slot = ref entry;
                break;
            }
        }
        var replaced = slot.Text?.Length ?? 0;
        if (_characters - replaced + text.Length > _mostCharacters)
        {
            return;
        }
        _characters += text.Length - replaced;
        _count += slot.Text is null ? 1 : 0;
        slot = new Entry(hash, text);
        if (_count > _entries.Length / 2 && _entries.Length < _mostStrings)
        {
            Grow();
        }
    }

    private void Grow()
    {
        var before = _entries;
        _entries = new Entry[before.Length * 2];
        _count = 0;
        _characters = 0;
        foreach (var entry in before)
        {
            if (entry.Text is not null)
            {
                Keep(Bucket(entry.Hash), entry.Hash, entry.Text);
            }
        }
    }

    private readonly record struct Entry(int Hash, string? Text);
}
