using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Traceboard.Clusters.Wire;

/// <summary>
/// Finds the end of an unwanted JSON object or array by its brackets alone, 64 bytes at a time: four fifths of a pod
/// are never looked at more closely.
/// </summary>
internal static class JsonSkip
{
    private const int Block = 64;

    /// <summary>Length of the container that <paramref name="data"/> starts with, or -1 if it does not end within.</summary>
    /// <exception cref="WireFormatException">It nests deeper than <paramref name="deepest"/>.</exception>
    public static int Container(ReadOnlySpan<byte> data, int deepest)
    {
        var depth = 0;
        var inString = 0UL;
        var escaped = 0UL;
        Span<byte> last = stackalloc byte[Block];
        for (var at = 0; at < data.Length; at += Block)
        {
            scoped var block = data[at..];
            if (block.Length < Block)
            {
                last.Fill((byte)' ');
                block.CopyTo(last);
                block = last;
            }
            Classify(block, out var quotes, out var backslashes, out var opens, out var closes);
            if ((backslashes | escaped) != 0)
            {
                quotes &= ~Escaped(backslashes, ref escaped);
            }
            var strings = PrefixXor(quotes) ^ inString;
            inString = (ulong)((long)strings >> 63);
            opens &= ~strings;
            closes &= ~strings;
            var closing = BitOperations.PopCount(closes);
            if (depth > closing)
            {
                depth += BitOperations.PopCount(opens) - closing;
                if (depth > deepest)
                {
                    throw TooDeep();
                }
                continue;
            }
            for (var brackets = opens | closes; brackets != 0; brackets &= brackets - 1)
            {
                var bit = brackets & (~brackets + 1);
                depth += (opens & bit) != 0 ? 1 : -1;
                if (depth == 0)
                {
                    return at + BitOperations.TrailingZeroCount(bit) + 1;
                }
                if (depth > deepest)
                {
                    throw TooDeep();
                }
            }
        }
        return -1;
    }

    private static WireFormatException TooDeep() => new($"JSON nests deeper than {WireLimits.Depth} levels.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(ReadOnlySpan<byte> block, out ulong quotes, out ulong backslashes, out ulong opens, out ulong closes)
    {
        var low = Vector256.Create(block[..32]);
        var high = Vector256.Create(block[32..64]);
        quotes = Bits(low, high, (byte)'"');
        backslashes = Bits(low, high, (byte)'\\');
        // Braces and brackets differ in one bit only.
        var fold = Vector256.Create((byte)0x20);
        low |= fold;
        high |= fold;
        opens = Bits(low, high, (byte)'{');
        closes = Bits(low, high, (byte)'}');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    /// <summary>Bits of the bytes that an odd run of backslashes escapes; carries over to the next block.</summary>
    private static ulong Escaped(ulong backslashes, ref ulong carried)
    {
        const ulong even = 0x5555_5555_5555_5555;
        backslashes &= ~carried;
        var follows = (backslashes << 1) | carried;
        var oddStarts = backslashes & ~even & ~follows;
        var sum = oddStarts + backslashes;
        carried = sum < oddStarts ? 1UL : 0;
        return (even ^ (sum << 1)) & follows;
    }

    /// <summary>Each bit becomes the parity of the bits up to it: set from an opening quote up to its closing one.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
