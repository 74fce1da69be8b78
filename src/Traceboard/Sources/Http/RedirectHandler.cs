using System.Net;

namespace Traceboard.Sources.Http;

/// <summary>
/// Follows redirects of reads within the host's own scheme, host and port, at most 3 in a row: a renamed repository is
/// still found, and no credential reaches anyone else.
/// </summary>
internal sealed class RedirectHandler(GitHostAddress address) : DelegatingHandler
{
    private const int MostHops = 3;
    private readonly RenamedPlaces _renamed = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        if (request.Method == HttpMethod.Get)
            request.RequestUri = _renamed.Follow(asked);
        var current = request;
        for (var hop = 0; ; hop++)
        {
            var response = await base.SendAsync(current, cancellationToken);
            if (!IsRedirect(response.StatusCode))
            {
                if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                    _renamed.Forget(asked);
                return response;
            }

            var next = Follow(current, response.Headers.Location, hop);
            _renamed.Learn(current.RequestUri!, next.RequestUri!);
            response.Dispose();
            if (!ReferenceEquals(current, request))
                current.Dispose();
            current = next;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private HttpRequestMessage Follow(HttpRequestMessage request, Uri? location, int hop)
    {
        if (location is null || request.Method != HttpMethod.Get || !Uri.TryCreate(request.RequestUri, location, out var target))
            throw new GitHostException(GitHostFault.Redirected, "Redirects without a place to follow to.");
        if (!address.IsOwn(target))
            throw new GitHostException(GitHostFault.Redirected,
                $"Redirects to {target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}, which is not followed. If the host has moved, change {address.Key}:Url.");
        if (hop >= MostHops)
            throw new GitHostException(GitHostFault.Redirected, $"Redirects more than {MostHops} times in a row.");

        var next = new HttpRequestMessage(HttpMethod.Get, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var accept in request.Headers.Accept)
            next.Headers.Accept.Add(accept);
        return next;
    }
}
