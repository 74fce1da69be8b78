using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>
/// What is sent to a registry to be let in: nothing until it asks, then a token that may pull one repository, or user name
/// and password where it speaks Basic. The scope is ours, never the registry's wish.
/// </summary>
internal sealed class RegistryTokens(RegistryAddress address, RegistryCredential credential, RegistryCaller caller, TimeProvider time)
{
    private const int MostTokens = 1000;
    private const int LongestToken = 16 * 1024;
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Issued> _issued = new(StringComparer.Ordinal);
    private volatile bool _basic;

    /// <summary>What is sent with a first try, or null while nothing is known to be wanted.</summary>
    public AuthenticationHeaderValue? Known(string repository, Secret? password)
    {
        if (_basic && password is not null)
            return credential.Basic(password);
        return _issued.TryGetValue(repository, out var issued) && issued.Until > time.GetUtcNow() && ReferenceEquals(issued.For, password)
            ? Bearer(issued.Token)
            : null;
    }

    /// <summary>Answers a challenge; <paramref name="repository"/> is empty where no repository is asked for.</summary>
    /// <exception cref="GitHostException">It cannot be answered: no credential, refused, or a token service that nobody configured.</exception>
    public async Task<AuthenticationHeaderValue> AnswerAsync(Challenge? challenge, string repository, Secret? password, CancellationToken cancellationToken)
    {
        _issued.TryRemove(repository, out _);
        switch (challenge)
        {
            case { IsBearer: true }:
                return Bearer(await IssueAsync(challenge, repository, password, cancellationToken));
            case { IsBearer: false } when password is not null:
                _basic = true;
                return credential.Basic(password);
            case { IsBearer: false }:
                throw new GitHostException(GitHostFault.CredentialRefused, $"Does not answer without a user. Set {address.Key}:UserName and {address.Key}:PasswordFile.");
            default:
                throw new GitHostException(GitHostFault.CredentialRefused, "Answered 401 without saying how to sign in.");
        }
    }

    private async Task<Secret> IssueAsync(Challenge challenge, string repository, Secret? password, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, TokenAddress(challenge, repository))
        {
            Accept = ["application/json"],
            LargestBody = LargestAnswer,
            Authorization = password is null ? null : credential.Basic(password),
        };
        var response = await caller.CallAsync(request, password, cancellationToken);
        if (response.IsRedirect)
            throw new GitHostException(GitHostFault.Redirected, "Its token service redirects, which is not followed with a credential.");
        if (!response.IsSuccess)
            throw Refused((int)response.Status, password);

        var (token, life) = Read(response.Body);
        if (_issued.Count >= MostTokens)
            _issued.Clear();
        _issued[repository] = new Issued(token, password, time.GetUtcNow() + life - Margin);
        return token;
    }

    private Uri TokenAddress(Challenge challenge, string repository)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var realm))
            throw new GitHostException(GitHostFault.Garbled, "Wants a token and does not say from where.");
        if (!address.MayIssueTokens(realm))
            throw new GitHostException(GitHostFault.Redirected,
                $"Wants a token from {realm.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}, which is not asked. If that is its token service, set {address.Key}:TokenService to it.");

        List<string> query = [];
        if (challenge.Service is { Length: > 0 } service)
            query.Add($"service={Uri.EscapeDataString(service)}");
        if (repository.Length > 0)
            query.Add($"scope={Uri.EscapeDataString($"repository:{repository}:pull")}");
        return new UriBuilder(realm) { Query = string.Join('&', [.. realm.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries), .. query]), Fragment = "" }.Uri;
    }

    private GitHostException Refused(int status, Secret? password) => status switch
    {
        401 when password is not null => new(GitHostFault.CredentialRefused, $"The user name or password is not accepted. Correct {address.Key}:UserName and {address.Key}:PasswordFile."),
        401 or 403 when password is null => new(GitHostFault.Denied, $"Gives no token without a user. Set {address.Key}:UserName and {address.Key}:PasswordFile."),
        403 or 404 => new(GitHostFault.Denied, $"Gives no token ({status}): the user may not pull this repository."),
        _ => new(GitHostFault.Garbled, $"Its token service answered {status}."),
    };

    private static (Secret Token, TimeSpan Life) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            var token = Text(root, "token") ?? Text(root, "access_token");
            if (token is not { Length: > 0 and <= LongestToken } || token.Any(letter => letter is <= ' ' or >= (char)127))
                throw new GitHostException(GitHostFault.Garbled, "Its token service answered without a usable token.");
            var life = root.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind is JsonValueKind.Number && seconds.TryGetInt32(out var told)
                ? TimeSpan.FromSeconds(told)
                : ShortestLife;
            return (new Secret(token), life < ShortestLife ? ShortestLife : life > LongestLife ? LongestLife : life);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The body may hold a token: not even a part of it is passed on.
            throw new GitHostException(GitHostFault.Garbled, "Its token service answered something else than JSON.");
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static AuthenticationHeaderValue Bearer(Secret token) => new("Bearer", token.Reveal());

    private sealed record Issued(Secret Token, Secret? For, DateTimeOffset Until);
}
