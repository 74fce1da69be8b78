using System.Net.Http.Headers;
using System.Text;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>The user of a registry. A password file is read whenever the password is sent, as rotated secrets demand.</summary>
internal sealed class RegistryCredential(string key, string? userName, Secret? password, string? passwordFile)
{
    private const int LongestPassword = 16 * 1024;
    private Secret? _last;

    public bool IsConfigured => password is not null || passwordFile is not null;

    /// <summary>Who asks, or null for anybody.</summary>
    public string? UserName => IsConfigured ? userName : null;

    /// <summary>
    /// The password as it is now, the same instance while it is unchanged; null where none is configured.
    /// </summary>
    /// <exception cref="GitHostException">The file cannot be read or is empty.</exception>
    public async ValueTask<Secret?> ReadAsync(CancellationToken cancellationToken)
    {
        if (passwordFile is null)
            return password;

        string text;
        try
        {
            text = await ReadFileAsync(passwordFile, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GitHostException(GitHostFault.CredentialMissing,
                $"{key}:PasswordFile: '{passwordFile}' cannot be read ({Reason(exception)}). Mount the file or correct the path.", inner: exception);
        }

        if (text.Length == 0)
            throw new GitHostException(GitHostFault.CredentialMissing, $"{key}:PasswordFile: '{passwordFile}' is empty. Put the password alone on one line.");
        if (_last is { } last && string.Equals(last.Reveal(), text, StringComparison.Ordinal))
            return last;
        return _last = new Secret(text);
    }

    /// <summary>User name and password as they are sent.</summary>
    public AuthenticationHeaderValue Basic(Secret secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{secret.Reveal()}")));

    private static async Task<string> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[LongestPassword];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(bytes, 0, length).Trim('\uFEFF', '\r', '\n');
    }

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "access is denied",
        _ => "reading it fails",
    };
}
