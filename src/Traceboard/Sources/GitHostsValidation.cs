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

    private static readonly string[] AppKeys = [nameof(GitHubAppOptions.Id), nameof(GitHubAppOptions.InstallationId), nameof(GitHubAppOptions.PrivateKeyFile)];

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

    private IEnumerable<string> UnknownKeys()
    {
        var hosts = traceboard.GetSection(nameof(SourcesOptions.GitHosts)).GetChildren().ToList();
        return Unknown(hosts, Keys, "A Git host").Concat(Unknown(hosts.Select(host => host.GetSection(nameof(GitHostOptions.App))), AppKeys, "An App"));
    }

    private static IEnumerable<string> Unknown(IEnumerable<IConfigurationSection> sections, string[] known, string owner) => sections
        .SelectMany(section => section.GetChildren())
        .Where(key => !known.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
        .Select(key => $"{key.Path} is not known. {owner} has {string.Join(", ", known)}.");

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
        foreach (var fault in AppFaults(host, $"{key}:App"))
            yield return fault;
        if (host is { Token: not null, TokenFile: not null })
            yield return $"{key}:Token and {key}:TokenFile exclude each other. Remove {key}:Token.";
        if (host.TokenFile is { } tokenFile && !File.Exists(tokenFile))
            yield return $"{key}:TokenFile: '{tokenFile}' does not exist. Mount the file or correct the path.";
        if (host.CaFile is { } caFile && !File.Exists(caFile))
            yield return $"{key}:CaFile: '{caFile}' does not exist. Mount the file or correct the path.";
    }

    private static IEnumerable<string> AppFaults(GitHostOptions host, string key)
    {
        if (host.App is not { } app)
            yield break;
        if (!string.Equals(host.Kind, "GitHub", StringComparison.OrdinalIgnoreCase))
            yield return $"{key}: only GitHub has Apps. Use TokenFile for {host.Kind}.";
        if (host is { Token: not null } or { TokenFile: not null })
            yield return $"{key} and a token exclude each other. Remove one of them.";
        if (app.Id <= 0)
            yield return $"{key}:Id: give the number that GitHub shows as App ID.";
        if (app.InstallationId <= 0)
            yield return $"{key}:InstallationId: give the number at the end of the address of the installation's settings.";
        if (app.PrivateKeyFile.Length == 0)
            yield return $"{key}:PrivateKeyFile: name the file with the private key of the App.";
        else if (GitHub.AppKey.FaultOf(app.PrivateKeyFile) is { } fault)
            yield return $"{key}:PrivateKeyFile: '{app.PrivateKeyFile}' {fault}.";
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
