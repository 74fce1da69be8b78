namespace Traceboard.Sources;

/// <summary>A full commit SHA: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits.</summary>
public readonly record struct CommitSha
{
    /// <summary>Takes a full SHA.</summary>
    /// <exception cref="FormatException">It is not 40 or 64 hex digits.</exception>
    public CommitSha(string value)
    {
        if (!IsFull(value))
            throw new FormatException("A commit SHA has 40 or 64 hex digits.");
        Value = value.ToLowerInvariant();
    }

    /// <summary>The hex digits.</summary>
    public string Value { get; }

    /// <summary>The first 7 digits, for display only.</summary>
    public string Short => Value[..7];

    /// <summary>Whether the text is a full SHA.</summary>
    public static bool IsFull(string? text) => text is { Length: 40 or 64 } && text.All(char.IsAsciiHexDigit);

    /// <summary>Whether this SHA starts with the (shorter) candidate.</summary>
    public bool StartsWith(string candidate) => Value.StartsWith(candidate, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
