using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Traceboard.Sources.Registries;

/// <summary>What a registry wants before it answers (<c>WWW-Authenticate</c>).</summary>
/// <param name="IsBearer">A token from <paramref name="Realm"/>; otherwise user name and password.</param>
/// <param name="Realm">Where tokens are had, as the registry says: not to be believed without a check.</param>
/// <param name="Service">The registry's name for its token service, or null.</param>
internal sealed partial record Challenge(bool IsBearer, string? Realm, string? Service)
{
    private const int LongestParameter = 2048;

    /// <summary>The challenge to answer, bearer before basic; null where there is none that is known.</summary>
    public static Challenge? Read(HttpHeaderValueCollection<AuthenticationHeaderValue> headers)
    {
        var bearer = headers.FirstOrDefault(header => string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase));
        if (bearer is { Parameter: { Length: <= LongestParameter } parameter })
            return new Challenge(IsBearer: true, Value(parameter, "realm"), Value(parameter, "service"));
        return headers.Any(header => string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)) ? new Challenge(IsBearer: false, null, null) : null;
    }

    private static string? Value(string parameter, string name) =>
        Parameter().Matches(parameter).FirstOrDefault(match => string.Equals(match.Groups["name"].Value, name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.Groups["quoted"].Success ? found.Groups["quoted"].Value : found.Groups["plain"].Value
            : null;

    [GeneratedRegex("""(?<name>[a-zA-Z_]+)\s*=\s*("(?<quoted>[^"]*)"|(?<plain>[^",\s]+))""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
