using System.Buffers;
using System.Buffers.Text;

namespace Traceboard.Clusters.Wire;

/// <summary>
/// Walks over JSON forwards and reads what is asked for; everything else is skipped unread. Where the bytes end too
/// early, <see cref="Truncated"/> turns true and every further question is answered with "nothing more", so that the
/// walk comes to an end by itself and can be repeated with more bytes.
/// </summary>
/// <param name="data">The bytes at hand.</param>
/// <param name="afterValue">They go on after a value of an object or array that was entered before.</param>
internal ref struct JsonCursor(ReadOnlySpan<byte> data, bool afterValue = false)
{
    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);
    private static readonly SearchValues<byte> EndsScalar = SearchValues.Create(",]} \t\r\n"u8);
    private static readonly SearchValues<byte> InNumber = SearchValues.Create("0123456789+-.eE"u8);

    private readonly ReadOnlySpan<byte> _data = data;
    private int _depth;

    /// <summary>Bytes walked over.</summary>
    public int Position { get; private set; }

    /// <summary>The bytes ended within a value; nothing read since can be believed.</summary>
    public bool Truncated { get; private set; }

    /// <summary>A value was just read, so a comma or the end must follow.</summary>
    public bool AfterValue { get; private set; } = afterValue;

    /// <summary>Enters an object; false for null.</summary>
    public bool EnterObject() => Enter((byte)'{');

    /// <summary>Enters an array; false for null.</summary>
    public bool EnterArray() => Enter((byte)'[');

    /// <summary>Moves to the next property of the object last entered, or leaves it.</summary>
    public bool NextProperty(out ReadOnlySpan<byte> key)
    {
        key = default;
        if (!Next((byte)'}'))
        {
            return false;
        }
        key = Text();
        if (Peek() is var colon && colon != (byte)':')
        {
            return Truncated ? false : throw Malformed("a colon");
        }
        Position++;
        return true;
    }

    /// <summary>Moves to the next element of the array last entered, or leaves it.</summary>
    public bool NextElement() => Next((byte)']');

    /// <summary>A string without its escapes; empty for null.</summary>
    public ReadOnlySpan<byte> Text()
    {
        switch (Peek())
        {
            case (byte)'"':
                break;
            case (byte)'n':
                Skip();
                return default;
            default:
                return Truncated ? default : throw Malformed("a string");
        }
        var start = Position + 1;
        var length = _data[start..].IndexOfAny(EndsPlainText);
        if (length < 0)
        {
            Truncated = true;
            return default;
        }
        AfterValue = true;
        if (_data[start + length] == (byte)'"')
        {
            Position = start + length + 1;
            return _data.Slice(start, length);
        }
        length = EndOfString(start);
        if (Truncated)
        {
            return default;
        }
        Position = start + length + 1;
        return JsonEscapes.Remove(_data.Slice(start, length));
    }

    /// <summary>A whole number; 0 for null.</summary>
    public long Number()
    {
        var token = Scalar();
        if (token.IsEmpty || token.SequenceEqual("null"u8))
        {
            return 0;
        }
        return Utf8Parser.TryParse(token, out long number, out var consumed) && consumed == token.Length
            ? number
            : throw Malformed("a whole number");
    }

    /// <summary>A whole number of 32 bits; 0 for null.</summary>
    public int Int32() => Number() is var number and >= int.MinValue and <= int.MaxValue ? (int)number : throw Malformed("a number of 32 bits");

    /// <summary>True or false; false for null.</summary>
    public bool Boolean()
    {
        var token = Scalar();
        return token.SequenceEqual("true"u8)
            || (token.IsEmpty || token.SequenceEqual("false"u8) || token.SequenceEqual("null"u8) ? false : throw Malformed("true or false"));
    }

    /// <summary>Skips a value and tells where it stood.</summary>
    public ReadOnlySpan<byte> Skip()
    {
        var first = Peek();
        var start = Position;
        if (Truncated)
        {
            return default;
        }
        switch (first)
        {
            case (byte)'{' or (byte)'[':
                var length = JsonSkip.Container(_data[start..], WireLimits.Depth - _depth);
                if (length < 0)
                {
                    Truncated = true;
                    return default;
                }
                Position = start + length;
                AfterValue = true;
                break;
            case (byte)'"':
                length = EndOfString(start + 1);
                if (Truncated)
                {
                    return default;
                }
                Position = start + length + 2;
                AfterValue = true;
                break;
            default:
                Scalar();
                break;
        }
        return _data[start..Position];
    }

    /// <summary>The bytes from an earlier position up to here.</summary>
    public readonly ReadOnlySpan<byte> Since(int position) => _data[position..Position];

    /// <summary>Moves over white space.</summary>
    /// <returns>The byte there, or 0 where the bytes end, which then is no truncation.</returns>
    public byte SkipWhiteSpace()
    {
        while (Position < _data.Length)
        {
            var next = _data[Position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return next;
            }
            Position++;
        }
        return 0;
    }

    private byte Peek()
    {
        var next = Truncated ? (byte)0 : SkipWhiteSpace();
        Truncated |= Position >= _data.Length;
        return Truncated ? (byte)0 : next;
    }

    private bool Enter(byte bracket)
    {
        var next = Peek();
        if (next != bracket)
        {
            if (!Truncated && next != (byte)'n')
            {
                throw Malformed(bracket == (byte)'{' ? "an object" : "an array");
            }
            Scalar();
            return false;
        }
        if (++_depth > WireLimits.Depth)
        {
            throw new WireFormatException($"JSON nests deeper than {WireLimits.Depth} levels.");
        }
        Position++;
        AfterValue = false;
        return true;
    }

    private bool Next(byte closing)
    {
        var next = Peek();
        if (Truncated)
        {
            return false;
        }
        if (next == closing)
        {
            Position++;
            _depth--;
            AfterValue = true;
            return false;
        }
        if (AfterValue)
        {
            if (next != (byte)',')
            {
                throw Malformed("a comma");
            }
            Position++;
            next = Peek();
        }
        if (Truncated)
        {
            return false;
        }
        return closing != (byte)'}' || next == (byte)'"' ? true : throw Malformed("a name");
    }

    private ReadOnlySpan<byte> Scalar()
    {
        Peek();
        var length = Truncated ? -1 : _data[Position..].IndexOfAny(EndsScalar);
        if (length < 0)
        {
            Truncated = true;
            return default;
        }
        var token = _data.Slice(Position, length);
        if (!token.SequenceEqual("null"u8) && !token.SequenceEqual("true"u8) && !token.SequenceEqual("false"u8)
            && (token.IsEmpty || token.ContainsAnyExcept(InNumber)))
        {
            throw Malformed("a value");
        }
        Position += length;
        AfterValue = true;
        return token;
    }

    private int EndOfString(int start)
    {
        for (var at = start; ;)
        {
            var found = _data[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0 || at + found + 1 >= _data.Length)
            {
                Truncated = true;
                return 0;
            }
            at += found;
            if (_data[at] == (byte)'"')
            {
                return at - start;
            }
            at += 2;
        }
    }

    // The bytes themselves stay out of the message: they may be a secret.
    private readonly WireFormatException Malformed(string expected) => new($"The JSON is malformed: {expected} was expected at byte {Position} of the object.");
}
