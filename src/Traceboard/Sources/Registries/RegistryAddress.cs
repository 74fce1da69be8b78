namespace Traceboard.Sources.Registries;

/// <summary>
/// Where a registry is, and the only other places its answers may lead to: the token service that gets its credential, and
/// the storage that gets none. Nothing a registry says can add to them.
/// </summary>
internal sealed record RegistryAddress
{
    /// <summary>Registry as image references name it, in lower case.</summary>
    public required string Host { get; init; }

    /// <summary>Its place in the configuration, as <c>Traceboard:Registries:0</c>; named by messages.</summary>
    public required string Key { get; init; }

    /// <summary>Base of its API, with <c>/v2/</c> at the end.</summary>
    public required Uri Api { get; init; }

    /// <summary>Origins that may ask for the credential in exchange for a token, the registry's own not among them.</summary>
    public IReadOnlyList<Uri> TokenServices { get; init; } = [];

    /// <summary>Hosts that blobs may be redirected to; <c>*.</c> at the start stands for one or more labels.</summary>
    public IReadOnlyList<string> BlobHosts { get; init; } = [];

    /// <summary>The API's scheme, host and port, for people.</summary>
    public string Origin => Api.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether requests to this address may carry what the registry itself is given.</summary>
    public bool IsOwn(Uri? target) => IsPlain(target) && IsSameOrigin(target!, Api);

    /// <summary>Whether the credential may be sent to this address for a token.</summary>
    public bool MayIssueTokens(Uri? target) => IsOwn(target) || (IsPlain(target) && TokenServices.Any(service => IsSameOrigin(target!, service)));

    /// <summary>Whether a blob may be read there, without any credential.</summary>
    public bool MayHoldBlobs(Uri? target) => IsPlain(target) && HasRightScheme(target!) && BlobHosts.Any(pattern => Matches(pattern, target!));

    /// <summary>
    /// The address for a registry of the configuration. What is well known about public registries holds only where they
    /// are asked at their own address.
    /// </summary>
    public static RegistryAddress Of(RegistryOptions options, string key)
    {
        var host = HostOf(options);
        var known = string.IsNullOrEmpty(options.Url) ? WellKnownRegistry.Find(host) : null;
        var origin = !string.IsNullOrEmpty(options.Url) ? options.Url.TrimEnd('/')
            : known?.Api ?? $"{(IsLoopback(host) && options.CaFile is null ? "http" : "https")}://{host}";
        return new RegistryAddress
        {
            Host = host,
            Key = key,
            Api = new Uri(origin + "/v2/"),
            TokenServices = [.. new[] { options.TokenService, known?.TokenService }.Where(service => !string.IsNullOrEmpty(service)).Select(service => new Uri(service!))],
            BlobHosts = [.. options.BlobHosts.Select(pattern => pattern.ToLowerInvariant()), .. known?.BlobHosts ?? []],
        };
    }

    /// <summary>The host as image references have it.</summary>
    public static string HostOf(RegistryOptions options) =>
        options.Host.ToLowerInvariant() is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : options.Host.ToLowerInvariant();

    /// <summary>Whether an address can be reached only from this machine.</summary>
    public static bool IsLoopback(string authority) =>
        Uri.TryCreate($"http://{authority}", UriKind.Absolute, out var address) && address.IsLoopback;

    private static bool IsPlain(Uri? target) => target is { IsAbsoluteUri: true, UserInfo.Length: 0 };

    private static bool IsSameOrigin(Uri one, Uri other) =>
        string.Equals(one.Scheme, other.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase)
        && one.Port == other.Port;

    // Only a registry on this machine may lead to plain http, and only on this machine.
    private bool HasRightScheme(Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && target.IsLoopback && Api.IsLoopback);

    private static bool Matches(string pattern, Uri target)
    {
        var name = target.IsDefaultPort ? target.IdnHost : $"{target.IdnHost}:{target.Port}";
        return pattern.StartsWith("*.", StringComparison.Ordinal)
            ? name.Length > pattern.Length - 1 && name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(name, pattern, StringComparison.OrdinalIgnoreCase);
    }
}
