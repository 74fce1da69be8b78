using System.Globalization;
using System.Text;

namespace Traceboard.Web.Parts;

/// <summary>How times, numbers and foreign text are written. <c>js/clock.js</c> writes ages the same way.</summary>
public static class Wording
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>An age in its largest unit: <c>12 s</c>, <c>8 min</c>, <c>3 h</c>, <c>5 d</c>. A negative age is 0 s.</summary>
    public static string Age(TimeSpan age)
    {
        if (age < TimeSpan.Zero)
            age = TimeSpan.Zero;
        if (age < TimeSpan.FromMinutes(1))
            return $"{(int)age.TotalSeconds} s";
        if (age < TimeSpan.FromHours(1))
            return $"{(int)age.TotalMinutes} min";
        return age < TimeSpan.FromDays(1) ? $"{(int)age.TotalHours} h" : $"{(int)age.TotalDays} d";
    }

    /// <summary>An age up to a week, beyond it the date.</summary>
    public static string Since(DateTimeOffset at, DateTimeOffset now, bool ago = false)
    {
        if (now - at >= Week)
            return Date(at, now);
        return ago ? $"{Age(now - at)} ago" : Age(now - at);
    }

    /// <summary>The date, with its year where it is not this one.</summary>
    public static string Date(DateTimeOffset at, DateTimeOffset now) =>
        at.ToString(at.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>For <c>datetime</c> attributes.</summary>
    public static string? Iso(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The exact time in UTC, for people.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 pod</c>, <c>1,204 pods</c>.</summary>
    public static string Count(long count, string one, string? many = null) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A share for people, rounded down so that 100 % means all.</summary>
    public static string Percent(int part, int whole) => whole == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(part * 1000d / whole) / 10:0.#} %");

    /// <summary>Names in a row: <c>a</c>, <c>a and b</c>, <c>a, b and 3 more</c>.</summary>
    public static string Join(IReadOnlyList<string> names, int most = 3) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ when names.Count <= most => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
        _ => $"{string.Join(", ", names.Take(most - 1))} and {names.Count - most + 1} more",
    };

    /// <summary>The first seven digits of a SHA.</summary>
    public static string Short(string sha) => sha.Length > 7 ? sha[..7] : sha;

    /// <summary>At most two initials of a name, for a face.</summary>
    public static string Initials(string name)
    {
        var words = name.Split([' ', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        var letters = new StringBuilder();
        foreach (var word in words.Length > 2 ? [words[0], words[^1]] : words)
        {
            if (Rune.GetRuneAt(word, 0) is var first && Rune.IsLetterOrDigit(first))
                letters.Append(Rune.ToUpperInvariant(first));
        }

        return letters.Length == 0 ? "?" : letters.ToString();
    }

    /// <summary>
    /// Foreign text for one line: control characters and characters that turn the direction of what follows are shown
    /// as a replacement character, so that a title cannot pass itself off as something else.
    /// </summary>
    public static string Plain(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        return text.AsSpan().IndexOfAny(Treacherous) < 0 && !text.Any(char.IsControl)
            ? text
            : string.Concat(text.Select(letter => letter is '\t' or '\n' or '\r' ? ' ' : char.IsControl(letter) || Treacherous.Contains(letter) ? '\uFFFD' : letter));
    }

    /// <summary>Foreign text within a sentence: its direction of writing stays its own.</summary>
    public static string Isolated(string? text) => $"\u2068{Plain(text)}\u2069";

    /// <summary>The address if a browser may be sent there: https, or http on this machine; else null.</summary>
    public static string? Address(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address.AbsoluteUri
            : null;

    /// <summary>A size in bytes for people: <c>12 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024} KB",
        < 1024L * 1024 * 1024 => $"{bytes / (1024 * 1024)} MB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024d * 1024 * 1024):0.0} GB"),
    };

    private static readonly System.Buffers.SearchValues<char> Treacherous =
        System.Buffers.SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u2028\u2029\u061C\u200B\uFEFF");
}
