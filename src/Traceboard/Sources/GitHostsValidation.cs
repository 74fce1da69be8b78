using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Traceboard.Sources;

/// <summary>Refuses a start with Git hosts that cannot work; each fault names its key and the remedy.</summary>
internal sealed class GitHostsValidation(IConfiguration traceboard) : IValidateOptions<SourcesOptions>
{
    private static readonly string[] Keys =
    [
        nameof(GitHostOptions.Name), nameof(GitHostOptions.Kind), nameof(GitHostOptions.Url), nameof(GitHostOptions.Token),
        nameof(GitHostOptions.TokenFile), nameof(GitHostOptions.App), nameof(GitHostOptions.CaFile),
    ];

    public ValidateOptionsResult Validate(string? name, SourcesOptions options)
    {
        var faults = UnknownKeys().Concat(options.GitHosts.SelectMany(Faults)).Concat(Repeated(options.GitHosts)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Place of a host in the configuration.</summary>
    public static string Key(int place) => $"Traceboard:GitHosts:{place}";

    /// <summary>Whether the address can be reached only from this machine.</summary>
    private static bool IsLoopback(Uri url) =>
        string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private IEnumerable<string> UnknownKeys() => traceboard.GetSection(nameof(SourcesOptions.GitHosts)).GetChildren()
        .SelectMany(host => host.GetChildren())
        .Where(key => !Keys.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
        .Select(key => $"{key.Path} is not known. A Git host has {string.Join(", ", Keys)}.");

    private static IEnumerable<string> Repeated(IList<GitHostOptions> hosts) => hosts
        .Select((host, place) => (host.Name, Key: Key(place)))
        .GroupBy(host => host.Name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Key.Length > 0 && group.Count() > 1)
        .Select(group => $"{group.Last().Key}:Name: '{group.Key}' is taken by {group.First().Key}. Give each Git host its own name.");

    private static IEnumerable<string> Faults(GitHostOptions host, int place)
    {
        var key = Key(place);
        if (host.Name.Length == 0 || host.Name.Any(letter => letter is ':' or '/' || char.IsWhiteSpace(letter) || char.IsControl(letter)))
            yield return $"{key}:Name: give the host a name without spaces, ':' and '/', such as 'github'.";
        if (!GitHostKinds.IsKnown(host.Kind))
            yield return $"{key}:Kind: '{host.Kind}' is not known. Use GitHub or GitLab.";
        if (UrlFault(host.Url) is { } urlFault)
            yield return $"{key}:Url: {urlFault}";
        if (host.App is not null)
            yield return $"{key}:App: GitHub Apps are not supported yet. Use {key}:TokenFile.";
        if (host is { Token: not null, TokenFile: not null })
            yield return $"{key}:Token and {key}:TokenFile exclude each other. Remove {key}:Token.";
        if (host.TokenFile is { } tokenFile && !File.Exists(tokenFile))
            yield return $"{key}:TokenFile: '{tokenFile}' does not exist. Mount the file or correct the path.";
        if (host.CaFile is { } caFile && !File.Exists(caFile))
            yield return $"{key}:CaFile: '{caFile}' does not exist. Mount the file or correct the path.";
    }

    private static string? UrlFault(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "give the absolute address of the host, such as https://github.com.";
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return "give the address alone, without user, query or fragment.";
        if (url.Scheme == "http" && !IsLoopback(url))
            return $"'{url.GetLeftPart(UriPartial.Authority)}' would send the token in the clear. Use https; http is for loopback addresses only.";
        return url.Host is "api.github.com" or "www.github.com" ? "use https://github.com." : null;
    }
}
