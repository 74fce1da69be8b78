using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// The private key of a GitHub App, shown to GitHub as a signed statement that is good for some minutes. The file is read
/// anew each time: mounted secrets are rotated.
/// </summary>
internal sealed class AppKey(string key, GitHubAppOptions app, TimeProvider time) : GitHostCredential
{
    private const int LongestFile = 64 * 1024;

    // GitHub takes 10 minutes at most, and clocks differ: both ends stay clear of its bounds.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(8);

    public override bool IsConfigured => true;

    public override string Refusal =>
        $"GitHub does not accept the key of App {app.Id.ToString(CultureInfo.InvariantCulture)}. Put a current private key of it into {key}:App:PrivateKeyFile, and check {key}:App:Id and the clock of this machine.";

    public override string Remedy => $"Put a current private key of the App into {key}:App:PrivateKeyFile.";

    /// <summary>Why a file holds no key to sign with, or null where it does.</summary>
    public static string? FaultOf(string file)
    {
        try
        {
            using var rsa = Read(file);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "cannot be read. Mount the file or correct the path";
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return "holds no RSA private key in PEM form. Download one from the settings of the App";
        }
    }

    public override ValueTask<Secret?> ReadAsync(CancellationToken cancellationToken)
    {
        if (FaultOf(app.PrivateKeyFile) is { } fault)
            throw new GitHostException(GitHostFault.CredentialMissing, $"{key}:App:PrivateKeyFile: '{app.PrivateKeyFile}' {fault}.");
        using var rsa = Read(app.PrivateKeyFile);
        return ValueTask.FromResult<Secret?>(new Secret(Statement(rsa)));
    }

    private string Statement(RSA rsa)
    {
        var now = time.GetUtcNow();
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new AppClaims((now - Before).ToUnixTimeSeconds(), (now + After).ToUnixTimeSeconds(), app.Id.ToString(CultureInfo.InvariantCulture)), GitHubJson.Default.AppClaims);
        var signed = $"{Encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"u8)}.{Encode(claims)}";
        return $"{signed}.{Encode(rsa.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static RSA Read(string file)
    {
        using var stream = File.OpenRead(file);
        if (stream.Length > LongestFile)
            throw new CryptographicException("The file is too long for a key.");
        using var reader = new StreamReader(stream);
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(reader.ReadToEnd());
            _ = rsa.SignData([0], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }
}
