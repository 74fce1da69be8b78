using System.Buffers.Text;
using System.Security.Cryptography;

namespace Traceboard.Clusters.Wire;

/// <summary>Checks and conversions of the few texts that are kept.</summary>
internal static class KeptText
{
    private const int MostImage = WireLimits.Text;

    /// <summary>A text whose length the API server bounds itself.</summary>
    /// <exception cref="WireFormatException">It is longer than any such text may be.</exception>
    public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> utf8) => utf8.Length <= WireLimits.Text
        ? utf8
        : throw new WireFormatException($"A name is {utf8.Length} bytes long; at most {WireLimits.Text} are believed.");

    /// <summary>A text of whoever may create pods, cut to what is kept, between two characters.</summary>
    public static ReadOnlySpan<byte> Image(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= MostImage)
        {
            return utf8;
        }
        var end = MostImage;
        while (end > MostImage - 4 && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }
        return utf8[..end];
    }

    /// <summary>
    /// The UID; for one that is no GUID, which an owner may have, a GUID made from it. Empty where there is none.
    /// </summary>
    public static Guid Uid(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return Guid.Empty;
        }
        if (utf8.Length == 36 && Utf8Parser.TryParse(utf8, out Guid uid, out var consumed, 'D') && consumed == 36)
        {
            return uid;
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Name(utf8), hash);
        return new Guid(hash[..16]);
    }

    /// <summary>An RFC 3339 time, to the second as the API has it.</summary>
    /// <exception cref="WireFormatException">It is none.</exception>
    public static DateTimeOffset Time(ReadOnlySpan<byte> utf8)
    {
        // Utf8Parser reads the round-trip form with exactly seven decimals; the API writes none.
        Span<byte> whole = stackalloc byte[28];
        if (utf8.Length is >= 20 and <= 40)
        {
            utf8[..19].CopyTo(whole);
            ".0000000Z"u8.CopyTo(whole[19..]);
            var rest = utf8[19..];
            if (rest[0] == (byte)'.')
            {
                var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                rest = digits > 0 ? rest[(digits + 1)..] : [];
            }
            if (Utf8Parser.TryParse(whole, out DateTimeOffset time, out _, 'O') && TryOffset(rest, out var offset))
            {
                return new DateTimeOffset(time.UtcDateTime.Ticks, TimeSpan.Zero) - offset;
            }
        }
        throw new WireFormatException("A time is not in RFC 3339.");
    }

    /// <summary>A time in seconds since 1970; null for 0, which stands for no time.</summary>
    /// <exception cref="WireFormatException">It is beyond the years that exist.</exception>
    public static DateTimeOffset? Time(long seconds)
    {
        // The years 1 to 9999; DateTimeOffset throws beyond.
        const long first = -62_135_596_800;
        const long last = 253_402_300_799;
        return seconds switch
        {
            0 => null,
            >= first and <= last => DateTimeOffset.FromUnixTimeSeconds(seconds),
            _ => throw new WireFormatException("A time is beyond the year 9999."),
        };
    }

    private static bool TryOffset(ReadOnlySpan<byte> utf8, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (utf8.SequenceEqual("Z"u8))
        {
            return true;
        }
        if (utf8.Length != 6 || utf8[0] is not ((byte)'+' or (byte)'-') || utf8[3] != (byte)':'
            || !TwoDigits(utf8[1..], out var hours) || !TwoDigits(utf8[4..], out var minutes) || hours > 14 || minutes > 59)
        {
            return false;
        }
        offset = new TimeSpan(hours, minutes, 0) * (utf8[0] == (byte)'-' ? -1 : 1);
        return true;
    }

    private static bool TwoDigits(ReadOnlySpan<byte> utf8, out int value)
    {
        value = ((utf8[0] - '0') * 10) + utf8[1] - '0';
        return char.IsAsciiDigit((char)utf8[0]) && char.IsAsciiDigit((char)utf8[1]);
    }
}
