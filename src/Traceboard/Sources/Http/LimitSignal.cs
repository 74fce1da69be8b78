using System.Globalization;
using System.Text.RegularExpressions;

namespace Traceboard.Sources.Http;

/// <summary>What an answer tells about limits, in any of the ways Git hosts and proxies tell it.</summary>
/// <param name="Refused">The request was turned away for a limit.</param>
/// <param name="Wait">How long the host asks us to stay away, or null where it does not say or says nonsense.</param>
/// <param name="Budget">What is left, or null where the host tells no limit: that is not exhaustion.</param>
internal sealed partial record LimitSignal(bool Refused, TimeSpan? Wait, RequestBudget? Budget)
{
    private static readonly TimeSpan Absurd = TimeSpan.FromDays(1);
    private static readonly TimeSpan InsteadOfAbsurd = TimeSpan.FromHours(1);
    private const long AnyRecentEpoch = 1_000_000_000;

    /// <summary>Reads an answer; <paramref name="refusedInText"/> where an answer of 200 says in its text that it is none.</summary>
    public static LimitSignal Read(HttpResponseMessage response, string body, DateTimeOffset now, bool refusedInText = false)
    {
        // Absolute times are the host's: measured against its own clock they survive a wrong one here.
        var theirs = response.Headers.Date ?? now;
        var combined = Text(response, "RateLimit");
        var limit = Number(response, "X-RateLimit-Limit") ?? Number(response, "RateLimit-Limit") ?? Part(combined, "limit") ?? Part(Text(response, "RateLimit-Policy"), "q");
        var remaining = Number(response, "X-RateLimit-Remaining") ?? Number(response, "RateLimit-Remaining") ?? Part(combined, "remaining") ?? Part(combined, "r");
        var reset = Until(Number(response, "X-RateLimit-Reset") ?? Number(response, "RateLimit-Reset") ?? Part(combined, "reset") ?? Part(combined, "t"), theirs);
        var retry = Sane(response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - theirs,
            _ => null,
        });

        var refused = refusedInText || (int)response.StatusCode switch
        {
            429 => true,
            403 => response.Headers.RetryAfter is not null || remaining <= 0 || SpeaksOfLimits().IsMatch(body),
            503 => retry is not null,
            _ => false,
        };
        var wait = refused && (remaining is null or <= 0) && reset > (retry ?? TimeSpan.Zero) ? reset : retry;
        return new LimitSignal(refused, wait, BudgetOf(limit, remaining, reset, now));
    }

    private static RequestBudget? BudgetOf(long? limit, long? remaining, TimeSpan? reset, DateTimeOffset now)
    {
        if (remaining is not { } left || limit <= 0)
            return null;
        int? most = limit is { } told ? (int)Math.Min(told, int.MaxValue) : null;
        return new RequestBudget(most, (int)Math.Clamp(left, 0, most ?? int.MaxValue), now + (reset ?? TimeSpan.FromMinutes(1)));
    }

    private static TimeSpan? Until(long? reset, DateTimeOffset theirs) => reset switch
    {
        null or <= 0 => null,
        // Some proxies tell milliseconds.
        > AnyRecentEpoch * 1000 => Seconds((reset.Value / 1000) - theirs.ToUnixTimeSeconds()),
        > AnyRecentEpoch => Seconds(reset.Value - theirs.ToUnixTimeSeconds()),
        _ => Seconds(reset.Value),
    };

    private static TimeSpan? Seconds(long seconds) => Sane(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, AnyRecentEpoch)));

    private static TimeSpan? Sane(TimeSpan? wait) => wait switch
    {
        null => null,
        var told when told <= TimeSpan.Zero => null,
        var told when told > Absurd => InsteadOfAbsurd,
        var told => told < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : told,
    };

    private static string? Text(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    private static long? Number(HttpResponseMessage response, string header) =>
        Text(response, header) is { } text && LeadingNumber().Match(text) is { Success: true } match ? Parse(match.Groups["number"].Value) : null;

    private static long? Part(string? text, string name) => text is null ? null
        : NamedNumber().Matches(text).Where(match => string.Equals(match.Groups["name"].Value, name, StringComparison.OrdinalIgnoreCase))
            .Select(match => Parse(match.Groups["number"].Value)).FirstOrDefault();

    private static long? Parse(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^\s*(?<number>-?\d{1,18})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"\b(?<name>[a-z]+)=(?<number>\d{1,18})\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NamedNumber();

    [GeneratedRegex("rate limit|abuse|too many requests|retry later", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SpeaksOfLimits();
}
