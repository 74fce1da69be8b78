namespace Traceboard.Sources;

/// <summary>
/// Takes out of an address what may be a credential. Pipelines write their own token into the source of an image
/// (<c>https://gitlab-ci-token:…@gitlab.example.com/acme/shop.git</c>), and labels are stored and shown.
/// </summary>
internal static class UserInformation
{
    /// <summary>The address without user, password and query; null stays null.</summary>
    public static string? Without(string? address)
    {
        if (address is null)
            return null;
        if (address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
            address = address[..query];

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + 3;
        var slash = address.IndexOf('/', start);
        var at = address.LastIndexOf('@', slash < 0 ? address.Length - 1 : slash);
        // git@github.com:acme/shop names no secret.
        return at < start || (scheme < 0 && address.IndexOf(':', StringComparison.Ordinal) is var colon && (colon < 0 || colon > at))
            ? address
            : address[..start] + address[(at + 1)..];
    }
}
