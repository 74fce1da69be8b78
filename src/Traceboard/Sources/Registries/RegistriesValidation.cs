using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Traceboard.Images;

namespace Traceboard.Sources.Registries;

/// <summary>Refuses a start with registries that cannot work; each fault names its key and the remedy.</summary>
internal sealed class RegistriesValidation(IConfiguration traceboard) : IValidateOptions<SourcesOptions>
{
    private static readonly string[] Keys =
    [
        nameof(RegistryOptions.Host), nameof(RegistryOptions.Url), nameof(RegistryOptions.UserName), nameof(RegistryOptions.Password),
        nameof(RegistryOptions.PasswordFile), nameof(RegistryOptions.CaFile), nameof(RegistryOptions.TokenService), nameof(RegistryOptions.BlobHosts),
    ];

    /// <summary>Place of a registry in the configuration.</summary>
    public static string Key(int place) => $"Traceboard:Registries:{place}";

    public ValidateOptionsResult Validate(string? name, SourcesOptions options)
    {
        var faults = UnknownKeys().Concat(options.Registries.SelectMany(Faults)).Concat(Repeated(options.Registries)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> UnknownKeys() => traceboard.GetSection(nameof(SourcesOptions.Registries)).GetChildren()
        .SelectMany(registry => registry.GetChildren())
        .Where(key => !Keys.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
        .Select(key => $"{key.Path} is not known. A registry has {string.Join(", ", Keys)}.");

    private static IEnumerable<string> Repeated(IList<RegistryOptions> registries) => registries
        .Select((registry, place) => (Host: RegistryAddress.HostOf(registry), Key: Key(place)))
        .GroupBy(registry => registry.Host, StringComparer.Ordinal)
        .Where(group => group.Key.Length > 0 && group.Count() > 1)
        .Select(group => $"{group.Last().Key}:Host: '{group.Key}' is configured at {group.First().Key} already. Keep one of the two.");

    private static IEnumerable<string> Faults(RegistryOptions registry, int place)
    {
        var key = Key(place);
        if (!IsHost(registry.Host))
            yield return $"{key}:Host: give the registry as image references begin, such as registry.example.com or localhost:5000, without a scheme or path.";
        if (OriginFault(registry.Url) is { } url)
            yield return $"{key}:Url: {url}";
        if (OriginFault(registry.TokenService) is { } service)
            yield return $"{key}:TokenService: {service}";
        if (registry is { Password: not null, PasswordFile: not null })
            yield return $"{key}:Password and {key}:PasswordFile exclude each other. Remove {key}:Password.";
        if (string.IsNullOrEmpty(registry.UserName) && (registry.Password ?? (object?)registry.PasswordFile) is not null)
            yield return $"{key}:UserName: is missing beside the password. Set it; for a token any name the registry's documentation gives.";
        if (!string.IsNullOrEmpty(registry.UserName) && registry is { Password: null, PasswordFile: null })
            yield return $"{key}:UserName: has no password. Set {key}:PasswordFile.";
        if (registry.UserName?.AsSpan().ContainsAny(':', '\r', '\n') is true)
            yield return $"{key}:UserName: must not hold ':' or line ends.";
        if (registry.PasswordFile is { } passwordFile && !File.Exists(passwordFile))
            yield return $"{key}:PasswordFile: '{passwordFile}' does not exist. Mount the file or correct the path.";
        if (registry.CaFile is { } caFile && !File.Exists(caFile))
            yield return $"{key}:CaFile: '{caFile}' does not exist. Mount the file or correct the path.";
        foreach (var (index, pattern) in registry.BlobHosts.Index().Where(pattern => !IsBlobHost(pattern.Item)))
            yield return $"{key}:BlobHosts:{index}: '{pattern}' is no host. Write cdn.example.com, or *.cdn.example.com for all names below two labels or more.";
    }

    private static bool IsHost(string host) => ImageReference.TryParse($"{host}/a:b", out var reference) && reference.Registry == RegistryAddress.HostOf(new RegistryOptions { Host = host });

    /// <summary>A star alone, or before a top-level domain, would be no rule at all.</summary>
    private static bool IsBlobHost(string pattern)
    {
        var name = pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern;
        return (name.Contains('.', StringComparison.Ordinal) || (name == pattern && name.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)))
            && ImageReference.TryParse($"{name}/a:b", out var reference) && string.Equals(reference.Registry, name, StringComparison.OrdinalIgnoreCase);
    }

    private static string? OriginFault(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "give an absolute address, such as https://registry.example.com.";
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 || url.AbsolutePath is not "/")
            return "give scheme, host and port alone.";
        return url.Scheme == "http" && !url.IsLoopback
            ? $"'{url.GetLeftPart(UriPartial.Authority)}' would send the password in the clear. Use https; http is for loopback addresses only."
            : null;
    }
}
