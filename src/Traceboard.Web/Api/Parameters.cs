using System.Globalization;

namespace Traceboard.Web.Api;

/// <summary>Reads query parameters; each that is wrong is named.</summary>
internal static class Parameters
{
    public const int MostText = 256;

    /// <summary>A text, or null when it is left away or empty.</summary>
    public static string? Text(string name, string? value, int most = MostText)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        value = value.Trim();
        return value.Length <= most && !value.Any(char.IsControl)
            ? value
            : throw new WrongParameterException(name, $"\"{name}\" is a text of at most {most} characters without control characters.");
    }

    /// <summary>One of a few words, in their own spelling.</summary>
    public static string? Word(string name, string? value, IReadOnlyList<string> words)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        return words.FirstOrDefault(word => string.Equals(word, value.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new WrongParameterException(name, $"\"{name}\" is one of {string.Join(", ", words)}.");
    }

    /// <summary>A number within bounds.</summary>
    public static int Number(string name, string? value, int least, int most, int otherwise)
    {
        if (string.IsNullOrWhiteSpace(value))
            return otherwise;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new WrongParameterException(name, $"\"{name}\" is a whole number from {least} to {most}.");
    }

    /// <summary>A time in ISO 8601 (UTC where it names no zone), or how long ago: <c>90m</c>, <c>24h</c>, <c>7d</c>.</summary>
    public static DateTimeOffset? Time(string name, string? value, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        value = value.Trim();
        if (Ago(value) is { } ago)
            return time.GetUtcNow() - ago;

        // In a query, the plus of a zone arrives as a space.
        var text = value.Replace(' ', '+');
        return char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : throw new WrongParameterException(name, $"\"{name}\" is a time such as 2026-01-31T12:00:00Z, or how long ago: 90m, 24h, 7d.");
    }

    private static TimeSpan? Ago(string value)
    {
        if (!int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 100_000)
            return null;
        return value[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
