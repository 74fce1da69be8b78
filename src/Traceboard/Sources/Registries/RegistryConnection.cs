using System.Net;
using System.Net.Http.Headers;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>
/// Asks a registry, signs in where it wants that (once for each request, so no circle of 401s), and follows redirects:
/// within its own origin as before, to its configured storage without any credential and for blobs alone.
/// </summary>
internal sealed class RegistryConnection(RegistryAddress address, RegistryCredential credential, RegistryTokens tokens, RegistryCaller caller, HostGate gate)
{
    private const int MostHops = 3;

    /// <summary>Asks for a path below <c>/v2/</c>.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="path">Path below <c>/v2/</c>.</param>
    /// <param name="repository">The repository that a token is asked for; empty for none.</param>
    /// <param name="accept">Media types wanted.</param>
    /// <param name="toStorage">Whether it may be read from the registry's storage.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GitHostException">No answer, or one that must not be followed.</exception>
    public async Task<RegistryResponse> AskAsync(
        HttpMethod method, string path, string repository, IReadOnlyList<string> accept, bool toStorage, CancellationToken cancellationToken)
    {
        var password = await ReadPasswordAsync(cancellationToken);
        var request = new RegistryRequest(method, new Uri(address.Api, path)) { Accept = accept, Authorization = tokens.Known(repository, password) };
        var response = await FollowAsync(request, password, toStorage, cancellationToken);
        if (response.Status is not HttpStatusCode.Unauthorized)
            return response;
        if (request.Authorization is { Scheme: "Basic" } refused)
            throw StillRefused(refused, repository, password);

        AuthenticationHeaderValue authorization;
        try
        {
            authorization = await tokens.AnswerAsync(response.Challenge, repository, password, cancellationToken);
        }
        catch (GitHostException exception) when (exception.Fault is GitHostFault.CredentialRefused)
        {
            gate.CredentialRefused(password, exception.Message);
            throw;
        }

        response = await FollowAsync(request with { Authorization = authorization }, password, toStorage, cancellationToken);
        return response.Status is HttpStatusCode.Unauthorized ? throw StillRefused(authorization, repository, password) : response;
    }

    private async ValueTask<Secret?> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await credential.ReadAsync(cancellationToken);
        }
        catch (GitHostException exception)
        {
            gate.Failed(exception.Message, counts: false);
            throw;
        }
    }

    private GitHostException StillRefused(AuthenticationHeaderValue authorization, string repository, Secret? password)
    {
        if (authorization.Scheme is "Bearer")
        {
            // The token service gave a token, so the user is known: it is this repository that they may not read.
            return new GitHostException(GitHostFault.Denied, repository.Length == 0 ? "Refuses the token that its own token service gave." : password is null
                ? $"Does not show {repository} to anybody without a user: it does not exist or is private. Set {address.Key}:UserName and {address.Key}:PasswordFile."
                : $"Does not show {repository} to {credential.UserName}: it does not exist, or the user may not pull it.");
        }

        var refused = new GitHostException(GitHostFault.CredentialRefused,
            $"The user name or password is not accepted. Correct {address.Key}:UserName and {address.Key}:PasswordFile.");
        gate.CredentialRefused(password, refused.Message);
        return refused;
    }

    private async Task<RegistryResponse> FollowAsync(RegistryRequest request, Secret? password, bool toStorage, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await caller.CallAsync(request, password, cancellationToken);
            if (!response.IsRedirect)
                return response;
            if (hop >= MostHops)
                throw new GitHostException(GitHostFault.Redirected, $"Redirects more than {MostHops} times in a row.");
            request = Next(request, response.Location, toStorage);
        }
    }

    private RegistryRequest Next(RegistryRequest request, Uri? location, bool toStorage)
    {
        if (location is null || !Uri.TryCreate(request.Target, location, out var target))
            throw new GitHostException(GitHostFault.Redirected, "Redirects without a place to follow to.");
        if (address.IsOwn(target) && address.IsOwn(request.Target))
            return request with { Target = target };
        if (toStorage && (address.MayHoldBlobs(target) || address.IsOwn(target)))
            return request with { Target = target, Accept = [], Authorization = null };

        var place = target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        throw new GitHostException(GitHostFault.Redirected, toStorage
            ? $"Keeps its blobs at {place}, which is not asked. If that is its storage, add '{target.IdnHost}' to {address.Key}:BlobHosts."
            : $"Redirects to {place}, which is not followed. If the registry has moved, set {address.Key}:Url.");
    }
}
