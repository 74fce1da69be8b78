using System.Globalization;
using System.Net;
using System.Text.Json;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// The token of a GitHub App's installation. GitHub issues it for an hour; a new one is fetched some minutes before it
/// ends, and at once when it was refused. Whoever needs it meanwhile waits for the same fetch.
/// </summary>
internal sealed class AppInstallation(GitHostAddress address, GitHubAppOptions app, AppKey appKey, Func<HttpMessageHandler> pipeline, TimeProvider time)
    : GitHostCredential, IDisposable
{
    private static readonly TimeSpan BeforeItEnds = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(55);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Secret? _token;
    private DateTimeOffset _goodUntil;
    private GitHostException? _refusal;
    private DateTimeOffset _refusedUntil;

    public override bool IsConfigured => true;

    public override string Refusal => $"The token of installation {Installation} is not accepted; a new one is fetched.";

    public override string Remedy => $"Check {address.Key}:App (Id, InstallationId, PrivateKeyFile) against the settings of the App.";

    private string Installation => app.InstallationId.ToString(CultureInfo.InvariantCulture);

    public override async ValueTask<Secret?> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_token is not null && _goodUntil > now)
                return _token;
            if (_refusal is { } refusal && _refusedUntil > now)
                throw new GitHostException(refusal.Fault, refusal.Message, _refusedUntil - now);
            (_token, _goodUntil) = await FetchAsync(now, cancellationToken);
            _refusal = null;
            return _token;
        }
        catch (GitHostException exception) when (exception.Fault == GitHostFault.CredentialRefused && _refusedUntil <= time.GetUtcNow())
        {
            // A key that was refused is not tried over and over.
            (_refusal, _refusedUntil) = (exception, time.GetUtcNow() + Shortest);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Refused(Secret secret)
    {
        if (ReferenceEquals(secret, _token))
            _goodUntil = default;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<(Secret Token, DateTimeOffset GoodUntil)> FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(pipeline(), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Api, $"app/installations/{Installation}/access_tokens"));
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Created)
            throw Refuse(response.StatusCode);

        var told = await ReadAsync(response, cancellationToken);
        if (told is not { Token: { Length: > 0 } token } || token.Any(letter => letter is <= ' ' or >= (char)127))
            throw new GitHostException(GitHostFault.Garbled, "The answer holds no installation token.");
        var left = DateTimeOffset.TryParse(told.ExpiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end - now - BeforeItEnds : Longest;
        return (new Secret(token), now + TimeSpan.FromTicks(Math.Clamp(left.Ticks, Shortest.Ticks, Longest.Ticks)));
    }

    private static async Task<AppToken?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), GitHubJson.Default.AppToken);
        }
        catch (JsonException)
        {
            // What it says about the place of the fault may hold the token: the cause is told without it.
            throw new GitHostException(GitHostFault.Garbled, "The answer with the installation token is not the JSON that GitHub promises.");
        }
    }

    private GitHostException Refuse(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => new(GitHostFault.CredentialRefused,
            $"GitHub knows no installation {Installation} of App {app.Id.ToString(CultureInfo.InvariantCulture)}. Correct {address.Key}:App:InstallationId, or install the App."),
        HttpStatusCode.Forbidden => new(GitHostFault.CredentialRefused,
            $"GitHub refuses installation {Installation} (403): it is suspended or its organisation does not allow it. Lift that in the settings of the App."),
        _ => new(GitHostFault.CredentialRefused, $"GitHub answered {(int)status} when asked for a token of installation {Installation}. Check {address.Key}:App. {appKey.Remedy}"),
    };
}
