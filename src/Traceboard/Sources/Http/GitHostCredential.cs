using System.Text;

namespace Traceboard.Sources.Http;

/// <summary>
/// The token of a Git host. A token file is read whenever the token is sent: mounted secrets change behind links whose
/// own times stay the same. An unchanged token is the same <see cref="Secret"/> instance each time.
/// </summary>
internal sealed class GitHostCredential(string key, Secret? token, string? tokenFile)
{
    private const int LongestToken = 16 * 1024;
    private Secret? _last;

    public bool IsConfigured => token is not null || tokenFile is not null;

    /// <summary>The token as it is now, or null where none is configured.</summary>
    /// <exception cref="GitHostException">The file cannot be read or holds no token.</exception>
    public async ValueTask<Secret?> ReadAsync(CancellationToken cancellationToken)
    {
        if (tokenFile is null)
            return token is null ? null : Checked(token, $"{key}:Token");

        string text;
        try
        {
            text = await ReadFileAsync(tokenFile, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GitHostException(GitHostFault.CredentialMissing,
                $"{key}:TokenFile: '{tokenFile}' cannot be read ({Reason(exception)}). Mount the file or correct the path.", inner: exception);
        }

        if (_last is { } last && string.Equals(last.Reveal(), text, StringComparison.Ordinal))
            return last;
        return _last = Checked(new Secret(text), $"{key}:TokenFile");
    }

    private static Secret Checked(Secret secret, string key)
    {
        var text = secret.Reveal();
        return text.Length > 0 && text.All(letter => letter is > ' ' and < (char)127)
            ? secret
            : throw new GitHostException(GitHostFault.CredentialMissing, $"{key}: holds no usable token. Put the token alone on one line.");
    }

    private static async Task<string> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[LongestToken];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(bytes, 0, length).Trim('\uFEFF', ' ', '\t', '\r', '\n');
    }

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "access is denied",
        _ => "reading it fails",
    };
}
