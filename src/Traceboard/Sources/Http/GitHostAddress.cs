namespace Traceboard.Sources.Http;

/// <summary>Where a Git host is: the address people open, and the one that is asked.</summary>
internal sealed record GitHostAddress
{
    /// <summary>Name from the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Its place in the configuration, as <c>Traceboard:GitHosts:0</c>; named by messages.</summary>
    public required string Key { get; init; }

    /// <summary>GitHub or GitLab.</summary>
    public required string Kind { get; init; }

    /// <summary>Base of its pages, without a slash at the end.</summary>
    public required string Web { get; init; }

    /// <summary>Base of its API, with a slash at the end. No request leaves its scheme, host and port.</summary>
    public required Uri Api { get; init; }

    /// <summary>Base of the pages for a configured <c>Url</c>.</summary>
    public static string WebOf(string url) => new Uri(url).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Whether requests to this address may carry the credential.</summary>
    public bool IsOwn(Uri? address) => address is { IsAbsoluteUri: true, UserInfo.Length: 0 }
        && string.Equals(address.Scheme, Api.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(address.IdnHost, Api.IdnHost, StringComparison.OrdinalIgnoreCase)
        && address.Port == Api.Port;

    /// <summary>A page of a repository, built from the configuration alone.</summary>
    public string Page(string path, string rest) => $"{Web}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}/{rest}";

    /// <summary>The page the host told where it lies on the host itself; otherwise the one we built.</summary>
    public string PageOr(string? told, string built) =>
        told is { Length: <= 1024 }
        && Uri.TryCreate(told, UriKind.Absolute, out var address)
        && address is { UserInfo.Length: 0, Scheme: "https" or "http" }
        && address.AbsoluteUri.StartsWith(Web + "/", StringComparison.OrdinalIgnoreCase)
            ? address.AbsoluteUri
            : built;
}
